package dev.penstock.admission;

/**
 * How a role stands in one slot.
 *
 * @param limits in force
 * @param live grants and leases of all tenants of the slot
 * @param capacity how many there may be: the slot's part of the cap, 0 for a closed role, {@link Integer#MAX_VALUE} without a cap
 * @param readyLanes lanes that every limit but the role's has room for
 */
public record RoleSummary(RoleConfig limits, int live, int capacity, int readyLanes) {}
