package dev.penstock.admission;

/**
 * Limits of a tenant over all its lanes.
 *
 * @param cap grants and leases of all its lanes together; 0 for no limit but the lanes' own
 * @param weight its share of workers that tenants compete for, against the others' weights; 1 to {@link #MAX_WEIGHT}
 * @param monthlyBudgetMicros what it may spend in a month (UTC), in micro-dollars, reservations of running tasks included; 0 for no limit
 */
public record TenantLimits(Flow flow, int cap, int weight, long monthlyBudgetMicros) {
    public static final int MAX_WEIGHT = 1_000;
    public static final TenantLimits NONE = new TenantLimits(Flow.OPEN, 0, 1, 0);

    public TenantLimits {
        cap = Math.max(0, cap);
        weight = Math.clamp(weight, 1, MAX_WEIGHT);
        monthlyBudgetMicros = Math.max(0, monthlyBudgetMicros);
    }
}
