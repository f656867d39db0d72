package dev.penstock.ingest.limits;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.ingest.limits.ChangeView.Closer;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.RoleStanding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A role's limits across all tenants, and what of it runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Role", description = "A role's limits across all tenants, and what of it runs")
record RoleView(
        @Schema(example = "copywriter") String role,

        @Schema(description = "Rises with every change, 0 for a role that nobody limited; also the ETag", example = "3")
        long version,

        boolean enabled,

        @Schema(description = "open, paused or draining", example = "open")
        String flow,

        @Nullable Closer closedBy,

        @Schema(description = "Grants and leases of all tenants together; 0 for no limit", example = "40")
        int maxConcurrent,

        @Schema(description = "Grants and leases in the slots that answered", example = "12")
        int live,

        @Schema(description = "Lanes that have something to run now", example = "3")
        int readyLanes,

        @Schema(description = "Slots of the engine", example = "12")
        int slots,

        @Schema(description = "Slots that answered and have this version in force", example = "12")
        int slotsInForce,

        @Schema(description = "The last 16, newest first") List<ChangeView> changes) {

    /**
     * A role.
     *
     * @param limits as decided
     * @param bySlot how it stands in the slots that answered
     */
    static RoleView of(RoleLimits limits, Collection<RoleStanding> bySlot, int slots) {
        return new RoleView(
                limits.getRole(),
                limits.getVersion(),
                !limits.getDisabled(),
                Edits.name(limits.getFlow()),
                limits.hasFlowChange() ? Closer.of(limits.getFlowChange()) : null,
                limits.getMaxConcurrent(),
                bySlot.stream().mapToInt(RoleStanding::getLive).sum(),
                bySlot.stream().mapToInt(RoleStanding::getReadyLanes).sum(),
                slots,
                (int) bySlot.stream()
                        .filter(standing -> standing.getLimits().getVersion() >= limits.getVersion())
                        .count(),
                ChangeView.of(limits.getChangesList()));
    }
}
