package dev.penstock.ingest.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that keeps work from running. Which figures it has depends on the limit. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Hold",
        description = "Something that keeps work from running; which figures it has depends on the limit")
public record HoldView(
        @Schema(
                example = "lane_cap",
                description =
                        "Stable, for programs: dependency, not_before, back_off, tenant_paused, lane_paused, role_paused, role_disabled,"
                                + " lane_cap, tenant_cap, role_cap, monthly_tasks, budget, no_worker, workers_busy, behind or other_lanes")
        String limit,

        @Schema(
                description = "The same for people, with what to do about it",
                example = "The lane copywriter runs 2 of 2 tasks at once: raise"
                        + " maxConcurrent of the tenant's allocation, or wait.")
        String text,

        @Schema(description = "Grants and leases now", example = "2") @Nullable
        Integer live,

        @Schema(description = "How many there may be", example = "2") @Nullable
        Integer cap,

        @Schema(description = "Tasks started this month") @Nullable
        Long counted,

        @Schema(
                description = "Of a pause: who paused, where that is known",
                example = "operator key 3fJ0aPzQ81Kd (on call)")
        @Nullable
        String by,

        @Schema(description = "Of a pause: since when") @Nullable
        Instant since,

        @Schema(description = "Of a pause: what for") @Nullable
        String reason,

        @Schema(description = "Until when it holds at the longest") @Nullable
        Instant until,

        @Schema(description = "Tasks that must succeed first") @Nullable
        List<UUID> awaited,

        @Schema(description = "Millionths of a US dollar that are spent, unknown or reserved this month") @Nullable
        Long usedMicros,

        @Schema(description = "What the lane's next task would reserve") @Nullable
        Long neededMicros,

        @Nullable Long budgetMicros,

        @Schema(description = "Grants of the role that no worker has started") @Nullable
        Integer unstarted,

        @Schema(description = "How many of those there may be") @Nullable
        Integer window,

        @Schema(description = "How long the oldest of them waits") @Nullable
        Long waitedMillis,

        @Schema(description = "Tasks of the lane that go first") @Nullable
        Integer ahead,

        @Schema(description = "Other lanes of the role that could run now") @Nullable
        Integer ready) {}
