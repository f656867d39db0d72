package dev.penstock.streams.query;

import dev.penstock.admission.Engine.Work;
import dev.penstock.admission.RoleSummary;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantSummary;
import dev.penstock.schemas.v1.LaneStanding;
import dev.penstock.schemas.v1.RoleStanding;
import dev.penstock.schemas.v1.SlotRoles;
import dev.penstock.schemas.v1.SlotTenants;
import dev.penstock.schemas.v1.TenantLine;
import dev.penstock.schemas.v1.TenantStanding;
import dev.penstock.streams.admission.TenantConfigs;
import java.util.List;

/** How tenants and roles stand, in the form of the contract. */
final class Standings {
    private Standings() {}

    /** What is told of a tenant among others. */
    record Line(TenantConfig config, Work work) {}

    static TenantStanding of(TenantConfig config, TenantSummary summary, long now) {
        TenantStanding.Builder standing = TenantStanding.newBuilder()
                .setConfig(TenantConfigs.toProto(config))
                .setNowMillis(now)
                .setPending(summary.pending())
                .setLive(summary.live())
                .setSpentMicros(summary.spentMicros())
                .setUnknownMicros(summary.unknownMicros())
                .setReservedMicros(summary.reservedMicros());
        summary.lanes()
                .forEach(lane -> standing.addLanes(LaneStanding.newBuilder()
                        .setRole(lane.role())
                        .setQueued(lane.queued().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .setLive(lane.live())));
        return standing.build();
    }

    static SlotRoles ofRoles(List<RoleSummary> summaries) {
        return SlotRoles.newBuilder()
                .addAllRoles(summaries.stream().map(Standings::of).toList())
                .build();
    }

    private static RoleStanding of(RoleSummary summary) {
        return RoleStanding.newBuilder()
                .setLimits(TenantConfigs.toProto(summary.limits()))
                .setLive(summary.live())
                .setCapacity(summary.capacity())
                .setReadyLanes(summary.readyLanes())
                .build();
    }

    static SlotTenants of(List<Line> lines) {
        SlotTenants.Builder tenants = SlotTenants.newBuilder();
        for (Line line : lines) {
            tenants.addTenants(TenantLine.newBuilder()
                    .setTenant(line.config().tenant())
                    .setPlan(line.config().plan())
                    .setVersion(line.config().version())
                    .setFlow(TenantConfigs.toProto(line.config().limits().flow()))
                    .setPending(line.work().pending())
                    .setLive(line.work().live())
                    .setDeleted(line.config().deleted()));
        }
        return tenants.build();
    }
}
