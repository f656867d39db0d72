package dev.penstock.local;

import dev.penstock.schemas.PlanTerms;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.List;

/**
 * A tenant that the local stack seeds: its plan decides its roles and caps.
 *
 * @param name the tenant's id
 */
public record LocalTenant(String name, Plan plan) {
    /** One tenant per plan, and one of plan Pro to flood with. */
    public static final List<LocalTenant> DEFAULT = List.of(
            new LocalTenant("free-florist", Plan.FREE),
            new LocalTenant("pro-bakery", Plan.PRO),
            new LocalTenant("agency-north", Plan.AGENCY),
            new LocalTenant("enterprise-globex", Plan.ENTERPRISE),
            new LocalTenant("pro-flood", Plan.PRO));

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
        TenantConfig.Builder config =
                TenantConfig.newBuilder().setTenant(name).setPlan(plan.id()).setVersion(version);
        for (String role : plan.roles()) {
            config.addAllocations(
                    Allocation.newBuilder().setRole(role).setEnabled(true).setMaxConcurrent(plan.maxConcurrent()));
        }
        return config.build();
    }
}
