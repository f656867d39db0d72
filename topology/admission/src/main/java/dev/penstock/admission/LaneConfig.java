package dev.penstock.admission;

/**
 * What a tenant may do with one role.
 *
 * @param cap live grants and leases allowed at once; 0 stops new grants, and so does a negative one
 * @param modelOverride model instead of the role's default; empty for none
 */
public record LaneConfig(String role, boolean enabled, int cap, String modelOverride) {
    public LaneConfig {
        cap = Math.max(0, cap);
    }
}
