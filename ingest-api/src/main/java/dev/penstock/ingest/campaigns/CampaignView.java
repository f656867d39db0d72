package dev.penstock.ingest.campaigns;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.ingest.tasks.TaskView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A campaign as its tenant sees it. What does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Campaign", description = "A campaign; what does not apply (yet) is left out")
public record CampaignView(
        @Schema(example = "spring-launch") String campaign,

        @Schema(
                example = "RUNNING",
                description =
                        "SUBMITTED until the engine has decided on its planner's task, or REJECTED; then RUNNING, and at last SUCCEEDED,"
                                + " FAILED (not all of its tasks succeeded) or CANCELLED")
        String state,

        @Schema(description = "Its tasks so far, the planner's included", example = "6") @Nullable
        Integer total,

        @Schema(example = "3") @Nullable Integer succeeded,

        @Schema(description = "Dead or expired", example = "0") @Nullable
        Integer failed,

        @Schema(example = "0") @Nullable Integer cancelled,

        @Schema(description = "What it has cost, in millionths of a US dollar", example = "58210") @Nullable
        Long costMicros,

        @Nullable Instant startedAt,
        @Nullable Instant endedAt,

        @Schema(description = "Why somebody wanted it stopped", example = "requested") @Nullable
        String cancelReason,

        @Schema(description = "Why it was rejected; stable, for programs", example = "role_not_allocated") @Nullable
        String cause,

        @Schema(description = "The same for people") @Nullable
        String message,

        @Schema(description = "Its tasks, the first 1,000 of them; not in lists") @Nullable
        List<CampaignTask> tasks,

        CampaignLinks links) {

    /** Of a campaign that is noted but not projected yet. */
    static CampaignView noted(String campaign, TaskView planner) {
        boolean rejected = planner.state().equals("REJECTED");
        return new CampaignView(
                campaign,
                rejected ? "REJECTED" : "SUBMITTED",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                rejected ? planner.cause() : null,
                rejected ? planner.message() : null,
                null,
                CampaignLinks.of(campaign));
    }

    CampaignView with(List<CampaignTask> all) {
        return new CampaignView(
                campaign,
                state,
                total,
                succeeded,
                failed,
                cancelled,
                costMicros,
                startedAt,
                endedAt,
                cancelReason,
                cause,
                message,
                List.copyOf(all),
                links);
    }

    boolean ended() {
        return !state.equals("SUBMITTED") && !state.equals("RUNNING");
    }
}
