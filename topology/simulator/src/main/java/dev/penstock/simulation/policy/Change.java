package dev.penstock.simulation.policy;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One line of a policy: whom it is for, and what it makes of theirs. */
sealed interface Change {
    String ANY = "*";

    record OfEngine(UnaryOperator<Policy> change) implements Change {}

    record OfRole(String role, UnaryOperator<RoleConfig> change) implements Change {
        RoleConfig apply(RoleConfig config) {
            return fits(role, config.role()) ? change.apply(config) : config;
        }
    }

    record OfTenants(Who who, UnaryOperator<TenantConfig> change) implements Change {
        TenantConfig apply(TenantConfig config) {
            return who.includes(config) ? change.apply(config) : config;
        }
    }

    /** @param adds whether tenants that lack the role get its lane, with a cap of 1 before the change */
    record OfLanes(Who who, String role, boolean adds, UnaryOperator<LaneConfig> change) implements Change {
        TenantConfig apply(TenantConfig config) {
            if (!who.includes(config)) {
                return config;
            }
            List<LaneConfig> lanes = new ArrayList<>();
            boolean found = false;
            for (LaneConfig lane : config.lanes()) {
                boolean meant = fits(role, lane.role());
                found |= meant;
                lanes.add(meant ? change.apply(lane) : lane);
            }
            if (!found && adds) {
                lanes.add(change.apply(new LaneConfig(role, true, 1, "")));
            }
            return new TenantConfig(
                    config.tenant(),
                    config.plan(),
                    config.version(),
                    lanes,
                    config.maxBacklog(),
                    config.deleted(),
                    config.limits());
        }
    }

    /** Tenants by their plan or by their name; {@link #ANY} for all. */
    record Who(boolean byPlan, String name) {
        /** Nothing changes for a tenant that is gone. */
        boolean includes(TenantConfig config) {
            return !config.deleted() && fits(name, byPlan ? config.plan() : config.tenant());
        }
    }

    private static boolean fits(String pattern, String name) {
        return pattern.equals(ANY) || pattern.equals(name);
    }
}
