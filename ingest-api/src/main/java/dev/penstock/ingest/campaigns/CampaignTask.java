package dev.penstock.ingest.campaigns;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task within its campaign. What does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A task within its campaign: after leads from each to those that it waits for")
public record CampaignTask(
        @Schema(example = "0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        UUID id,

        @Schema(
                description = "What its plan calls it; absent for a planner that was submitted",
                example = "landing-page")
        @Nullable
        String name,

        @Schema(example = "copywriter") String role,

        @Schema(example = "RUNNING", description = "As of a task")
        String state,

        @Schema(description = "The task whose plan it is part of", example = "5a0c9f0e-3d2b-8c1d-a4e7-6b1f0d9c8e7a")
        @Nullable
        UUID plannerId,

        @Schema(description = "Tasks that must succeed before it may run")
        List<UUID> after,

        @Schema(example = "14331", description = "Millionths of a US dollar")
        long costMicros,

        @Schema(description = "Why it ended or waits again; stable, for programs", example = "invalid_plan") @Nullable
        String cause,

        @Schema(description = "The same for people") @Nullable
        String message) {
    public CampaignTask {
        after = List.copyOf(after);
    }
}
