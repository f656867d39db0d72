package dev.penstock.ingest.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a tenant and its lanes stand. */
@Schema(name = "Lanes", description = "How a tenant and those of its lanes stand that have work")
public record LanesView(
        @Schema(example = "pro-bakery") String tenant,
        @Schema(example = "pro") String plan,
        long configVersion,

        @Schema(description = "The engine's clock when it was asked")
        Instant now,

        @Schema(description = "open, paused or draining", example = "open")
        String flow,

        @Schema(description = "Tasks that wait or are queued")
        int pending,

        @Schema(description = "Grants and leases") int live,

        @Schema(description = "How many there may be over all lanes; 0 for no limit of its own")
        int cap,

        Month month,
        List<Lane> lanes) {

    /** Money of the calendar month (UTC), in millionths of a US dollar. */
    @Schema(name = "MonthOfMoney", description = "Of the calendar month (UTC), in millionths of a US dollar")
    public record Month(
            @Schema(description = "By attempts whose cost is known")
            long spentMicros,

            @Schema(description = "By attempts whose cost nobody knows")
            long unknownMicros,

            @Schema(description = "Held by attempts that are live")
            long reservedMicros,

            @Schema(description = "What may be spent; 0 for no limit")
            long budgetMicros) {}

    /** One role of the tenant. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Lane", description = "One role of the tenant")
    public record Lane(
            @Schema(example = "copywriter") String role,
            Queued queued,
            @Schema(description = "Grants and leases") int live,

            @Schema(description = "How many there may be; 0 for a closed lane")
            int cap,

            Window window,

            @Schema(description = "Since when the task waits that is next") @Nullable
            Instant oldestSince,

            @Nullable Long oldestWaitedMillis,

            @Schema(description = "What keeps that task from running")
            List<HoldView> holds,

            @Schema(description = "How fast the lane was granted tasks lately") @Nullable
            Long millisPerTask) {}

    /** Tasks in the queue of each tier. */
    @Schema(name = "QueuedByTier", description = "Tasks in the queue of each tier")
    public record Queued(int urgent, int normal, int batch) {}

    /** The role's grants that no worker has started, in the tenant's slot. */
    @Schema(
            name = "DispatchWindow",
            description =
                    "Grants of the role that no worker has started, and how many there may be, in the tenant's slot")
    public record Window(int unstarted, int size) {}
}
