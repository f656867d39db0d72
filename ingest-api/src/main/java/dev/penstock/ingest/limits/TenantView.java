package dev.penstock.ingest.limits;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.ingest.limits.ChangeView.Closer;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.LaneStanding;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.TenantStanding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tenant's limits and what it has of them in use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        name = "Tenant",
        description =
                "A tenant's limits, and what of them is in use. 0 means no limit of its own where nothing else is said")
record TenantView(
        @Schema(example = "pro-bakery") String tenant,
        @Schema(example = "pro") String plan,

        @Schema(description = "Rises with every change; also the ETag", example = "7")
        long version,

        @Schema(description = "open, paused or draining", example = "open")
        String flow,

        @Nullable Closer closedBy,

        @Schema(description = "Of a draining tenant: whether nothing runs or waits any more") @Nullable
        Boolean drained,

        @Schema(description = "Grants and leases that all lanes may have together", example = "6")
        int maxConcurrent,

        @Schema(description = "What the operator granted, where the tenant has set less itself") @Nullable
        Integer grantedMaxConcurrent,

        @Schema(description = "Millionths of a US dollar in a calendar month (UTC)", example = "25000000")
        long monthlyBudgetMicros,

        @Schema(description = "What the operator granted, where the tenant has set less itself") @Nullable
        Long grantedMonthlyBudgetMicros,

        @Schema(description = "Tasks that may wait at once; 0 for as many as the engine lets everybody have")
        int maxBacklog,

        @Schema(
                description = "Its share of workers that tenants compete for, against the others' weights",
                example = "1")
        int weight,

        @Schema(description = "Tokens a minute of each provider; 0 for as many as the plan has")
        long tokensPerMinute,

        @Schema(description = "Its lanes, by role") Map<String, Lane> roles,

        @Schema(description = "Grants and leases", example = "2")
        int live,

        @Schema(description = "Tasks that wait or are queued", example = "12")
        int pending,

        Month month,

        @Schema(description = "The tenant was removed") @Nullable
        Boolean deleted,

        @Schema(description = "The last 16, newest first") List<ChangeView> changes) {

    /** What it may do with one role. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TenantLane", description = "What the tenant may do with a role")
    record Lane(
            boolean enabled,

            @Schema(description = "open, paused or draining", example = "open")
            String flow,

            @Nullable Closer closedBy,

            @Schema(
                    description =
                            "Of a draining lane: whether nothing runs or is queued, and no task of the tenant waits for a time or for others")
            @Nullable
            Boolean drained,

            @Schema(description = "Grants and leases that may be live at once; 0 stops new ones", example = "2")
            int maxConcurrent,

            @Schema(description = "What the operator granted, where the tenant has set less itself") @Nullable
            Integer grantedMaxConcurrent,

            @Schema(description = "Tasks that may start in a calendar month (UTC)")
            int monthlyTaskLimit,

            @Schema(description = "What the operator granted, where the tenant has set less itself") @Nullable
            Integer grantedMonthlyTaskLimit,

            @Schema(description = "Instead of the role's own model") @Nullable
            String modelOverride,

            @Schema(description = "Instead of the role's own providers") @Nullable
            String adapterOverride,

            @Schema(description = "The tenant's own runtime") @Nullable
            String webhookUrl,

            @Schema(description = "Grants and leases", example = "2")
            int live,

            @Schema(description = "In its queues", example = "4")
            int queued) {}

    /** Money of the calendar month (UTC), in millionths of a US dollar. */
    @Schema(name = "MonthsUse", description = "Of the calendar month (UTC), in millionths of a US dollar")
    record Month(long spentMicros, long unknownMicros, long reservedMicros) {}

    static TenantView of(TenantStanding standing) {
        TenantConfig config = standing.getConfig();
        boolean draining = config.getFlow() == Flow.FLOW_DRAINING;
        return new TenantView(
                config.getTenant(),
                config.getPlan(),
                config.getVersion(),
                Edits.name(config.getFlow()),
                config.hasFlowChange() ? Closer.of(config.getFlowChange()) : null,
                draining ? standing.getPending() == 0 && standing.getLive() == 0 : null,
                config.getMaxConcurrent(),
                config.hasGrantedMaxConcurrent() ? Integer.valueOf(config.getGrantedMaxConcurrent()) : null,
                config.getMonthlyBudgetMicros(),
                config.hasGrantedMonthlyBudgetMicros() ? Long.valueOf(config.getGrantedMonthlyBudgetMicros()) : null,
                config.getMaxBacklog(),
                Math.max(1, config.getWeight()),
                config.getTokensPerMinute(),
                lanes(standing),
                standing.getLive(),
                standing.getPending(),
                new Month(standing.getSpentMicros(), standing.getUnknownMicros(), standing.getReservedMicros()),
                config.getDeleted() ? true : null,
                ChangeView.of(config.getChangesList()));
    }

    private static Map<String, Lane> lanes(TenantStanding standing) {
        Map<String, LaneStanding> busy = new TreeMap<>();
        standing.getLanesList().forEach(lane -> busy.put(lane.getRole(), lane));
        int queued = busy.values().stream().mapToInt(LaneStanding::getQueued).sum();
        boolean waits = standing.getPending() > queued;
        Map<String, Lane> lanes = new TreeMap<>();
        for (Allocation lane : standing.getConfig().getAllocationsList()) {
            LaneStanding has = busy.getOrDefault(lane.getRole(), LaneStanding.getDefaultInstance());
            lanes.putIfAbsent(lane.getRole(), lane(lane, has, waits));
        }
        return lanes;
    }

    /** @param waits whether tasks of the tenant wait for something, of whichever lane */
    private static Lane lane(Allocation lane, LaneStanding has, boolean waits) {
        boolean draining = lane.getFlow() == Flow.FLOW_DRAINING;
        return new Lane(
                lane.getEnabled(),
                Edits.name(lane.getFlow()),
                lane.hasFlowChange() ? Closer.of(lane.getFlowChange()) : null,
                draining ? has.getLive() == 0 && has.getQueued() == 0 && !waits : null,
                lane.getMaxConcurrent(),
                lane.hasGrantedMaxConcurrent() ? Integer.valueOf(lane.getGrantedMaxConcurrent()) : null,
                lane.getMonthlyTaskLimit(),
                lane.hasGrantedMonthlyTaskLimit() ? Integer.valueOf(lane.getGrantedMonthlyTaskLimit()) : null,
                given(lane.getModelOverride()),
                given(lane.getAdapterOverride()),
                given(lane.getWebhookUrl()),
                has.getLive(),
                has.getQueued());
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
