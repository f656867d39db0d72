package dev.penstock.admission;

/**
 * What a tenant may do with one role.
 *
 * @param cap live grants and leases allowed at once; 0 stops new grants
 * @param modelOverride model instead of the role's default; empty for none
 */
public record LaneConfig(String role, boolean enabled, int cap, String modelOverride) {}
