package dev.penstock.simulation.policy;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What can be set of a tenant, of its lanes and of a role over all tenants, each under one name. */
final class Settings {
    static final String OF_TENANT = "cap, weight, monthly-budget-micros, backlog, flow";
    static final String OF_LANE = "cap, enabled, monthly-tasks, flow";
    static final String OF_ROLE = "cap, enabled, flow";

    private Settings() {}

    static UnaryOperator<TenantConfig> ofTenant(String name, String value) {
        return switch (name) {
            case "cap" -> {
                Amount cap = Amount.parse(value, 0, Limits.CONCURRENT);
                yield limits(
                        l -> new TenantLimits(l.flow(), (int) cap.of(l.cap()), l.weight(), l.monthlyBudgetMicros()));
            }
            case "weight" -> {
                Amount weight = Amount.parse(value, 1, TenantLimits.MAX_WEIGHT);
                yield limits(
                        l -> new TenantLimits(l.flow(), l.cap(), (int) weight.of(l.weight()), l.monthlyBudgetMicros()));
            }
            case "monthly-budget-micros" -> {
                Amount budget = Amount.parse(value, 0, Limits.MICROS);
                yield limits(l -> new TenantLimits(l.flow(), l.cap(), l.weight(), budget.of(l.monthlyBudgetMicros())));
            }
            case "flow" -> {
                Flow flow = flow(value);
                yield limits(l -> new TenantLimits(flow, l.cap(), l.weight(), l.monthlyBudgetMicros()));
            }
            case "backlog" -> {
                Amount backlog = Amount.parse(value, 0, Integer.MAX_VALUE);
                yield t -> new TenantConfig(
                        t.tenant(),
                        t.plan(),
                        t.version(),
                        t.lanes(),
                        (int) backlog.of(t.maxBacklog()),
                        t.deleted(),
                        t.limits());
            }
            default -> throw unknown("a tenant or plan", OF_TENANT + " and role.ROLE. with " + OF_LANE, name);
        };
    }

    private static UnaryOperator<TenantConfig> limits(UnaryOperator<TenantLimits> change) {
        return t -> new TenantConfig(
                t.tenant(), t.plan(), t.version(), t.lanes(), t.maxBacklog(), t.deleted(), change.apply(t.limits()));
    }

    static UnaryOperator<LaneConfig> ofLane(String name, String value) {
        return switch (name) {
            case "cap" -> {
                Amount cap = Amount.parse(value, 0, Limits.CONCURRENT);
                yield l -> new LaneConfig(
                        l.role(), l.enabled(), (int) cap.of(l.cap()), l.modelOverride(), l.flow(), l.monthlyTasks());
            }
            case "enabled" -> {
                boolean enabled = flag(value);
                yield l -> new LaneConfig(l.role(), enabled, l.cap(), l.modelOverride(), l.flow(), l.monthlyTasks());
            }
            case "monthly-tasks" -> {
                Amount tasks = Amount.parse(value, 0, Integer.MAX_VALUE);
                yield l -> new LaneConfig(
                        l.role(), l.enabled(), l.cap(), l.modelOverride(), l.flow(), (int) tasks.of(l.monthlyTasks()));
            }
            case "flow" -> {
                Flow flow = flow(value);
                yield l -> new LaneConfig(l.role(), l.enabled(), l.cap(), l.modelOverride(), flow, l.monthlyTasks());
            }
            default -> throw unknown("a tenant's or plan's role", OF_LANE, name);
        };
    }

    static UnaryOperator<RoleConfig> ofRole(String name, String value) {
        return switch (name) {
            case "cap" -> {
                Amount cap = Amount.parse(value, 0, Limits.CONCURRENT);
                yield r -> new RoleConfig(r.role(), r.version(), r.enabled(), r.flow(), (int) cap.of(r.cap()));
            }
            case "enabled" -> {
                boolean enabled = flag(value);
                yield r -> new RoleConfig(r.role(), r.version(), enabled, r.flow(), r.cap());
            }
            case "flow" -> {
                Flow flow = flow(value);
                yield r -> new RoleConfig(r.role(), r.version(), r.enabled(), flow, r.cap());
            }
            default -> throw unknown("a role", OF_ROLE, name);
        };
    }

    private static boolean flag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static Flow flow(String value) {
        for (Flow flow : Flow.values()) {
            if (flow.name().toLowerCase(Locale.ROOT).equals(value)) {
                return flow;
            }
        }
        throw new IllegalArgumentException("open, paused or draining");
    }

    private static UnknownName unknown(String what, String names, String name) {
        return new UnknownName(what + " has " + names + ", but not '" + name + "'");
    }

    /** A name that nothing goes by. */
    static final class UnknownName extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownName(String message) {
            super(message);
        }
    }
}
