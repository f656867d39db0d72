package dev.penstock.admission;

/**
 * The operator's limits of a role across all tenants, as of one version.
 *
 * @param version rises with every change, from 1; one that does not exceed that in force is ignored
 * @param cap grants and leases of all tenants together; divided among the slots, see {@link SlotPlace#share}; 0 for no limit
 * @param notes nothing that a decision depends on
 */
public record RoleConfig(String role, long version, boolean enabled, Flow flow, int cap, Notes notes) {
    public RoleConfig {
        cap = Math.max(0, cap);
    }

    /** Without notes. */
    public RoleConfig(String role, long version, boolean enabled, Flow flow, int cap) {
        this(role, version, enabled, flow, cap, Notes.NONE);
    }

    /** What holds for a role that nobody configured. */
    public static RoleConfig unlimited(String role) {
        return new RoleConfig(role, 0, true, Flow.OPEN, 0);
    }
}
