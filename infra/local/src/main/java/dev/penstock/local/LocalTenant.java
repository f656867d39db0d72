package dev.penstock.local;

import dev.penstock.schemas.Adapters;
import dev.penstock.schemas.PlanTerms;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.List;
import java.util.Set;

/**
 * A tenant that the local stack seeds: its plan decides its roles and caps.
 *
 * @param name the tenant's id
 * @param runtimeRoles roles whose tasks a runtime of the tenant's own runs, where the stack simulates one
 */
public record LocalTenant(String name, Plan plan, Set<String> runtimeRoles) {
    /** One tenant per plan, the largest with a runtime of its own, and one of plan Pro to flood with. */
    public static final List<LocalTenant> DEFAULT = List.of(
            new LocalTenant("free-florist", Plan.FREE),
            new LocalTenant("pro-bakery", Plan.PRO),
            new LocalTenant("agency-north", Plan.AGENCY),
            new LocalTenant("enterprise-globex", Plan.ENTERPRISE, Set.of(Roles.DATA_ANALYST)),
            new LocalTenant("pro-flood", Plan.PRO));

    public LocalTenant {
        runtimeRoles = Set.copyOf(runtimeRoles);
    }

    /** One without a runtime of its own. */
    public LocalTenant(String name, Plan plan) {
        this(name, plan, Set.of());
    }

    /** What tenants pay for. */
    public enum Plan {
        FREE(PlanTerms.FREE),
        PRO(PlanTerms.PRO),
        AGENCY(PlanTerms.AGENCY),
        ENTERPRISE(PlanTerms.ENTERPRISE);

        private final PlanTerms terms;

        Plan(PlanTerms terms) {
            this.terms = terms;
        }

        /** Tasks at once in each role. */
        public int maxConcurrent() {
            return terms.maxConcurrent();
        }

        public List<String> roles() {
            return terms.roles();
        }

        /** The plan's name as records carry it, such as {@code free}. */
        public String id() {
            return terms.id();
        }
    }

    /** The tenant's configuration as its plan has it, in {@code version}. */
    public TenantConfig config(long version) {
        return config(version, "");
    }

    /** @param runtimeUrl where its own runtime is; empty where there is none, and its roles' own providers run all its tasks */
    public TenantConfig config(long version, String runtimeUrl) {
        TenantConfig.Builder config =
                TenantConfig.newBuilder().setTenant(name).setPlan(plan.id()).setVersion(version);
        for (String role : plan.roles()) {
            Allocation.Builder allocation =
                    Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(plan.maxConcurrent());
            if (!runtimeUrl.isEmpty() && runtimeRoles.contains(role)) {
                allocation.setAdapterOverride(Adapters.WEBHOOK).setWebhookUrl(runtimeUrl);
            }
            config.addAllocations(allocation);
        }
        return config.build();
    }
}
