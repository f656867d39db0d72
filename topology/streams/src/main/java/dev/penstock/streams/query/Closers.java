package dev.penstock.streams.query;

import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.streams.admission.TenantConfigs;
import org.jspecify.annotations.Nullable;

/** Who closed the flow of a tenant, of one of its lanes and of the lane's role; null where it is open, and where nobody told. */
record Closers(
        @Nullable ConfigChange tenant,
        @Nullable ConfigChange lane,
        @Nullable ConfigChange role) {

    static Closers of(@Nullable TenantConfig config, RoleConfig role) {
        RoleLimits limits = TenantConfigs.toProto(role);
        ConfigChange ofRole = limits.hasFlowChange() ? limits.getFlowChange() : null;
        if (config == null) {
            return new Closers(null, null, ofRole);
        }
        var whole = TenantConfigs.toProto(config);
        ConfigChange ofLane = whole.getAllocationsList().stream()
                .filter(lane -> lane.getRole().equals(role.role()) && lane.hasFlowChange())
                .map(Allocation::getFlowChange)
                .findFirst()
                .orElse(null);
        return new Closers(whole.hasFlowChange() ? whole.getFlowChange() : null, ofLane, ofRole);
    }
}
