package dev.penstock.streams.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Notes;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.TenantConfigured;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The core's form of configurations and the contract's. What the core has no field for goes along in its notes. */
public final class TenantConfigs {
    private TenantConfigs() {}

    public static TenantConfig toCore(dev.penstock.schemas.v1.TenantConfig config) {
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
                        config.getMonthlyBudgetMicros()),
                notes(config));
    }

    static RoleConfig toCore(RoleLimits limits) {
        RoleLimits rest = limits.toBuilder()
                .clearRole()
                .clearVersion()
                .clearDisabled()
                .clearFlow()
                .clearMaxConcurrent()
                .build();
        return new RoleConfig(
                limits.getRole(),
                limits.getVersion(),
                !limits.getDisabled(),
                toCore(limits.getFlow()),
                limits.getMaxConcurrent(),
                Notes.of(rest.toByteArray()));
    }

    /** Whole: as it was when it came. */
    public static dev.penstock.schemas.v1.TenantConfig toProto(TenantConfig config) {
        dev.penstock.schemas.v1.TenantConfig rest =
                parse(dev.penstock.schemas.v1.TenantConfig.parser(), config.notes());
        Map<String, Allocation> restOfLanes = rest.getAllocationsList().stream()
                .collect(Collectors.toMap(Allocation::getRole, lane -> lane, (first, again) -> first));
        var proto = rest.toBuilder()
                .clearAllocations()
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
            proto.addAllocations(restOfLanes.getOrDefault(lane.role(), Allocation.getDefaultInstance()).toBuilder()
                    .setRole(lane.role())
                    .setEnabled(lane.enabled())
                    .setMaxConcurrent(lane.cap())
                    .setModelOverride(lane.modelOverride())
                    .setFlow(toProto(lane.flow()))
                    .setMonthlyTaskLimit(lane.monthlyTasks()));
        }
        return proto.build();
    }

    /** Whole, as {@link #toProto(TenantConfig)}. */
    public static RoleLimits toProto(RoleConfig config) {
        return parse(RoleLimits.parser(), config.notes()).toBuilder()
                .setRole(config.role())
                .setVersion(config.version())
                .setDisabled(!config.enabled())
                .setFlow(toProto(config.flow()))
                .setMaxConcurrent(config.cap())
                .build();
    }

    /** What an event tells of it: not what is between the tenant and its runtimes, and no history. */
    static TenantConfigured toEvent(TenantConfig config) {
        var whole = toProto(config).toBuilder();
        var event = TenantConfigured.newBuilder();
        lastChange(whole.getChangesList(), whole.getVersion()).ifPresent(event::setChange);
        whole.clearChanges().clearTokensPerMinute();
        whole.getAllocationsBuilderList()
                .forEach(lane -> lane.clearAdapterOverride().clearWebhookUrl());
        return event.setConfig(whole).build();
    }

    /** The change that made {@code version}; empty when that did not come by REST. */
    static Optional<ConfigChange> lastChange(List<ConfigChange> changes, long version) {
        return changes.isEmpty() || changes.getLast().getVersion() != version
                ? Optional.empty()
                : Optional.of(changes.getLast());
    }

    public static dev.penstock.schemas.v1.Flow toProto(Flow flow) {
        return switch (flow) {
            case OPEN -> dev.penstock.schemas.v1.Flow.FLOW_UNSPECIFIED;
            case PAUSED -> dev.penstock.schemas.v1.Flow.FLOW_PAUSED;
            case DRAINING -> dev.penstock.schemas.v1.Flow.FLOW_DRAINING;
        };
    }

    private static Flow toCore(dev.penstock.schemas.v1.Flow flow) {
        return switch (flow) {
            case FLOW_PAUSED -> Flow.PAUSED;
            case FLOW_DRAINING -> Flow.DRAINING;
            // One that this version does not know must have come past intake, which refuses it.
            case FLOW_UNSPECIFIED, UNRECOGNIZED -> Flow.OPEN;
        };
    }

    /** What the core does not go by. */
    private static Notes notes(dev.penstock.schemas.v1.TenantConfig config) {
        var rest = config.toBuilder()
                .clearTenant()
                .clearPlan()
                .clearVersion()
                .clearMaxBacklog()
                .clearDeleted()
                .clearFlow()
                .clearMaxConcurrent()
                .clearWeight()
                .clearMonthlyBudgetMicros()
                .clearAllocations();
        for (Allocation lane : config.getAllocationsList()) {
            Allocation restOfLane = lane.toBuilder()
                    .clearRole()
                    .clearEnabled()
                    .clearMaxConcurrent()
                    .clearModelOverride()
                    .clearFlow()
                    .clearMonthlyTaskLimit()
                    .build();
            if (!restOfLane.equals(Allocation.getDefaultInstance())) {
                rest.addAllocations(restOfLane.toBuilder().setRole(lane.getRole()));
            }
        }
        return Notes.of(rest.build().toByteArray());
    }

    private static <M> M parse(Parser<M> parser, Notes notes) {
        try {
            return parser.parseFrom(notes.bytes());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The notes of a configuration are not what was written", e);
        }
    }
}
