package dev.penstock.admission.scenario;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import java.util.ArrayList;
import java.util.List;

/** Words to describe a tenant's configuration with: {@code tenant("acme").lane("copywriter").cap(2).lane("seo-specialist").disabled()}. */
final class TenantBuilder {
    private final String name;
    private final List<LaneConfig> lanes = new ArrayList<>();
    private long version = 1;
    private int maxBacklog;
    private boolean deleted;
    private TenantLimits limits = TenantLimits.NONE;

    TenantBuilder(String name) {
        this.name = name;
    }

    TenantBuilder version(long number) {
        version = number;
        return this;
    }

    /** A lane of cap 1 until said otherwise. */
    TenantBuilder lane(String role) {
        lanes.add(new LaneConfig(role, true, 1, ""));
        return this;
    }

    TenantBuilder cap(int cap) {
        LaneConfig last = lanes.removeLast();
        lanes.add(new LaneConfig(
                last.role(), last.enabled(), cap, last.modelOverride(), last.flow(), last.monthlyTasks()));
        return this;
    }

    TenantBuilder model(String model) {
        LaneConfig last = lanes.removeLast();
        lanes.add(new LaneConfig(last.role(), last.enabled(), last.cap(), model));
        return this;
    }

    TenantBuilder disabled() {
        LaneConfig last = lanes.removeLast();
        lanes.add(new LaneConfig(last.role(), false, last.cap(), last.modelOverride()));
        return this;
    }

    /** The lane named last is paused or drains. */
    TenantBuilder laneIs(Flow flow) {
        LaneConfig last = lanes.removeLast();
        lanes.add(new LaneConfig(
                last.role(), last.enabled(), last.cap(), last.modelOverride(), flow, last.monthlyTasks()));
        return this;
    }

    TenantBuilder monthlyTasks(int most) {
        LaneConfig last = lanes.removeLast();
        lanes.add(new LaneConfig(last.role(), last.enabled(), last.cap(), last.modelOverride(), last.flow(), most));
        return this;
    }

    /** The whole tenant is paused or drains. */
    TenantBuilder is(Flow flow) {
        limits = new TenantLimits(flow, limits.cap(), limits.weight(), limits.monthlyBudgetMicros());
        return this;
    }

    TenantBuilder capOfAll(int cap) {
        limits = new TenantLimits(limits.flow(), cap, limits.weight(), limits.monthlyBudgetMicros());
        return this;
    }

    TenantBuilder weight(int weight) {
        limits = new TenantLimits(limits.flow(), limits.cap(), weight, limits.monthlyBudgetMicros());
        return this;
    }

    TenantBuilder budget(long micros) {
        limits = new TenantLimits(limits.flow(), limits.cap(), limits.weight(), micros);
        return this;
    }

    TenantBuilder backlog(int most) {
        maxBacklog = most;
        return this;
    }

    TenantBuilder deleted() {
        deleted = true;
        return this;
    }

    TenantConfig build() {
        return new TenantConfig(name, "pro", version, lanes, maxBacklog, deleted, limits);
    }
}
