package dev.penstock.schemas;

import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.RoleLimits;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bounds of configurations. Each role becomes six topics, so the number of a tenant's is bounded too. */
public final class ConfigRules {
    /** Of a tenant's roles. */
    public static final int MAX_ALLOCATIONS = 100;

    public static final int MAX_CONCURRENT = 1_000_000;
    public static final int MAX_WEIGHT = 1_000;

    /** A billion dollars. */
    public static final long MAX_BUDGET_MICROS = 1_000_000_000_000_000L;

    /** More than any provider sells. */
    public static final long MAX_TOKENS_PER_MINUTE = 1_000_000_000_000L;

    /** Changes that a configuration tells of. */
    public static final int MAX_CHANGES = 16;

    public static final int MAX_MODEL_CHARS = 200;
    public static final int MAX_PLAN_CHARS = 64;

    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1," + Limits.MAX_TENANT_CHARS + "}");

    private ConfigRules() {}

    /** Whether {@code name} can be a tenant. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    /**
     * The first bound that {@code config}, found under the key {@code tenant}, is out of; null when it keeps them all.
     *
     * @param insecureWebhooks whether tenants' runtimes may be reached by plain HTTP
     */
    public static @Nullable String firstProblem(String tenant, TenantConfig config, boolean insecureWebhooks) {
        if (!isTenant(tenant)) {
            return "the record's key must be a tenant's name: 1 to " + Limits.MAX_TENANT_CHARS
                    + " characters of a-z, 0-9 and '-'";
        }
        if (!config.getTenant().equals(tenant)) {
            return "the record's key and its tenant differ";
        }
        if (config.getVersion() < 1) {
            return "version is " + config.getVersion() + " but must be at least 1";
        }
        if (config.getPlan().length() > MAX_PLAN_CHARS) {
            return "plan has more than " + MAX_PLAN_CHARS + " characters";
        }
        if (config.getMaxBacklog() < 0) {
            return "max_backlog is negative";
        }
        if (config.getMaxConcurrent() < 0 || config.getMaxConcurrent() > MAX_CONCURRENT) {
            return "max_concurrent must be 0 to " + MAX_CONCURRENT;
        }
        if (config.getWeight() < 0 || config.getWeight() > MAX_WEIGHT) {
            return "weight must be 0 to " + MAX_WEIGHT;
        }
        if (config.getMonthlyBudgetMicros() < 0 || config.getMonthlyBudgetMicros() > MAX_BUDGET_MICROS) {
            return "monthly_budget_micros must be 0 to " + MAX_BUDGET_MICROS;
        }
        if (config.getTokensPerMinute() < 0 || config.getTokensPerMinute() > MAX_TOKENS_PER_MINUTE) {
            return "tokens_per_minute must be 0 to " + MAX_TOKENS_PER_MINUTE;
        }
        if (config.getFlow() == Flow.UNRECOGNIZED) {
            return "flow is none that this version knows";
        }
        if (config.getAllocationsCount() > MAX_ALLOCATIONS) {
            return "there are " + config.getAllocationsCount() + " allocations but there may be at most "
                    + MAX_ALLOCATIONS;
        }
        return allocations(config, insecureWebhooks);
    }

    /** The first bound that {@code limits}, found under the key {@code role}, are out of; null when they keep them all. */
    public static @Nullable String firstProblem(String role, RoleLimits limits) {
        if (!Roles.isValid(role)) {
            return "the record's key must be a role: a lower-case letter and then up to 63 characters of a-z, 0-9 and '-'";
        }
        if (!limits.getRole().equals(role)) {
            return "the record's key and its role differ";
        }
        if (limits.getVersion() < 1) {
            return "version is " + limits.getVersion() + " but must be at least 1";
        }
        if (limits.getFlow() == Flow.UNRECOGNIZED) {
            return "flow is none that this version knows";
        }
        return limits.getMaxConcurrent() < 0 || limits.getMaxConcurrent() > MAX_CONCURRENT
                ? "max_concurrent must be 0 to " + MAX_CONCURRENT
                : null;
    }

    private static @Nullable String allocations(TenantConfig config, boolean insecureWebhooks) {
        Set<String> roles = new HashSet<>();
        for (Allocation allocation : config.getAllocationsList()) {
            if (!Roles.isValid(allocation.getRole())) {
                return "an allocation's role must be a lower-case letter and then up to 63 characters of a-z, 0-9 and '-'";
            }
            if (!roles.add(allocation.getRole())) {
                return "the role " + allocation.getRole() + " is allocated twice";
            }
            if (allocation.getMaxConcurrent() < 0 || allocation.getMaxConcurrent() > MAX_CONCURRENT) {
                return "max_concurrent of " + allocation.getRole() + " must be 0 to " + MAX_CONCURRENT;
            }
            if (allocation.getMonthlyTaskLimit() < 0) {
                return "monthly_task_limit of " + allocation.getRole() + " is negative";
            }
            if (allocation.getFlow() == Flow.UNRECOGNIZED) {
                return "flow of " + allocation.getRole() + " is none that this version knows";
            }
            if (allocation.getModelOverride().length() > MAX_MODEL_CHARS) {
                return "model_override of " + allocation.getRole() + " has more than " + MAX_MODEL_CHARS
                        + " characters";
            }
            String problem = adapter(allocation, insecureWebhooks);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String adapter(Allocation allocation, boolean insecureWebhooks) {
        String adapter = allocation.getAdapterOverride();
        if (!adapter.isEmpty() && !Adapters.ALL.contains(adapter)) {
            return "adapter_override of " + allocation.getRole() + " must be one of " + String.join(", ", Adapters.ALL);
        }
        if (!adapter.equals(Adapters.WEBHOOK)) {
            return allocation.getWebhookUrl().isEmpty()
                    ? null
                    : "webhook_url of " + allocation.getRole() + " is only for the adapter " + Adapters.WEBHOOK;
        }
        String problem = Adapters.urlProblem(allocation.getWebhookUrl(), insecureWebhooks);
        return problem == null ? null : "webhook_url of " + allocation.getRole() + " " + problem;
    }
}
