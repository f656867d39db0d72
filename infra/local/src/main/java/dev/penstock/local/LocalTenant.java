package dev.penstock.local;

import dev.penstock.schemas.Adapters;
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

    /** What tenants pay for: which roles, and how many tasks at once in each. */
    public enum Plan {
        FREE(1, List.of(Roles.COPYWRITER, Roles.SEO_SPECIALIST)),
        PRO(2, List.of(Roles.COPYWRITER, Roles.SEO_SPECIALIST, Roles.SOCIAL_MEDIA_MANAGER, Roles.DATA_ANALYST)),
        AGENCY(4, Roles.STANDARD),
        ENTERPRISE(8, Roles.STANDARD);

        private final int maxConcurrent;
        private final List<String> roles;

        Plan(int maxConcurrent, List<String> roles) {
            this.maxConcurrent = maxConcurrent;
            this.roles = roles;
        }

        /** Tasks at once in each role. */
        public int maxConcurrent() {
            return maxConcurrent;
        }

        public List<String> roles() {
            return roles;
        }

        /** The plan's name as records carry it, such as {@code free}. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
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
