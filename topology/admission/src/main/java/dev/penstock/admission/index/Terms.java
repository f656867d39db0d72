package dev.penstock.admission.index;

import dev.penstock.admission.row.RoleRow;

/** The limits and shares that indexes read, as they are in force. */
public interface Terms {
    /** Grants and leases that the lane may hold at once; 0 for one that is closed in whatever way. */
    int capacity(String tenant, String role);

    /** How much of the role's dispatching the tenant has had. */
    long share(String tenant, String role);

    RoleRow role(String role);

    boolean deleted(String tenant);
}
