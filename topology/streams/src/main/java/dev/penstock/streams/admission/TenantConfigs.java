package dev.penstock.streams.admission;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.schemas.v1.Allocation;
import java.util.List;

/** The core's form of a tenant's configuration and the contract's. */
final class TenantConfigs {
    private TenantConfigs() {}

    static TenantConfig toCore(dev.penstock.schemas.v1.TenantConfig config) {
        List<LaneConfig> lanes = config.getAllocationsList().stream()
                .map(a -> new LaneConfig(
                        a.getRole(), a.getEnabled(), Math.max(0, a.getMaxConcurrent()), a.getModelOverride()))
                .toList();
        return new TenantConfig(
                config.getTenant(),
                config.getPlan(),
                config.getVersion(),
                lanes,
                Math.max(0, config.getMaxBacklog()),
                config.getDeleted());
    }

    static dev.penstock.schemas.v1.TenantConfig toProto(TenantConfig config) {
        var proto = dev.penstock.schemas.v1.TenantConfig.newBuilder()
                .setTenant(config.tenant())
                .setPlan(config.plan())
                .setVersion(config.version())
                .setMaxBacklog(config.maxBacklog())
                .setDeleted(config.deleted());
        for (LaneConfig lane : config.lanes()) {
            proto.addAllocations(Allocation.newBuilder()
                    .setRole(lane.role())
                    .setEnabled(lane.enabled())
                    .setMaxConcurrent(lane.cap())
                    .setModelOverride(lane.modelOverride()));
        }
        return proto.build();
    }
}
