package dev.penstock.streams.admission;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.RoleLimits;
import java.util.List;

/** The core's form of a tenant's configuration and the contract's. */
final class TenantConfigs {
    private TenantConfigs() {}

    static TenantConfig toCore(dev.penstock.schemas.v1.TenantConfig config) {
        List<LaneConfig> lanes = config.getAllocationsList().stream()
                .map(a -> new LaneConfig(
                        a.getRole(),
                        a.getEnabled(),
                        a.getMaxConcurrent(),
                        a.getModelOverride(),
                        toCore(a.getFlow()),
                        a.getMonthlyTaskLimit()))
                .toList();
        return new TenantConfig(
                config.getTenant(),
                config.getPlan(),
                config.getVersion(),
                lanes,
                config.getMaxBacklog(),
                config.getDeleted(),
                new TenantLimits(
                        toCore(config.getFlow()),
                        config.getMaxConcurrent(),
                        config.getWeight(),
                        config.getMonthlyBudgetMicros()));
    }

    static RoleConfig toCore(RoleLimits limits) {
        return new RoleConfig(
                limits.getRole(),
                limits.getVersion(),
                !limits.getDisabled(),
                toCore(limits.getFlow()),
                limits.getMaxConcurrent());
    }

    private static Flow toCore(dev.penstock.schemas.v1.Flow flow) {
        return switch (flow) {
            case FLOW_PAUSED -> Flow.PAUSED;
            case FLOW_DRAINING -> Flow.DRAINING;
            // One that this version does not know must have come past intake, which refuses it.
            case FLOW_UNSPECIFIED, UNRECOGNIZED -> Flow.OPEN;
        };
    }

    private static dev.penstock.schemas.v1.Flow toProto(Flow flow) {
        return switch (flow) {
            case OPEN -> dev.penstock.schemas.v1.Flow.FLOW_UNSPECIFIED;
            case PAUSED -> dev.penstock.schemas.v1.Flow.FLOW_PAUSED;
            case DRAINING -> dev.penstock.schemas.v1.Flow.FLOW_DRAINING;
        };
    }

    static dev.penstock.schemas.v1.TenantConfig toProto(TenantConfig config) {
        var proto = dev.penstock.schemas.v1.TenantConfig.newBuilder()
                .setTenant(config.tenant())
                .setPlan(config.plan())
                .setVersion(config.version())
                .setMaxBacklog(config.maxBacklog())
                .setDeleted(config.deleted())
                .setFlow(toProto(config.limits().flow()))
                .setMaxConcurrent(config.limits().cap())
                .setWeight(config.limits().weight())
                .setMonthlyBudgetMicros(config.limits().monthlyBudgetMicros());
        for (LaneConfig lane : config.lanes()) {
            proto.addAllocations(Allocation.newBuilder()
                    .setRole(lane.role())
                    .setEnabled(lane.enabled())
                    .setMaxConcurrent(lane.cap())
                    .setModelOverride(lane.modelOverride())
                    .setFlow(toProto(lane.flow()))
                    .setMonthlyTaskLimit(lane.monthlyTasks()));
        }
        return proto.build();
    }
}
