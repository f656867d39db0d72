package dev.penstock.admission;

/**
 * What a tenant may do with one role.
 *
 * @param cap live grants and leases allowed at once; 0 stops new grants, and so does a negative one
 * @param modelOverride model instead of the role's default; empty for none
 * @param monthlyTasks tasks that may start in a month (UTC); 0 for no limit
 */
public record LaneConfig(String role, boolean enabled, int cap, String modelOverride, Flow flow, int monthlyTasks) {
    public LaneConfig {
        cap = Math.max(0, cap);
        monthlyTasks = Math.max(0, monthlyTasks);
    }

    /** Open and without a monthly limit. */
    public LaneConfig(String role, boolean enabled, int cap, String modelOverride) {
        this(role, enabled, cap, modelOverride, Flow.OPEN, 0);
    }
}
