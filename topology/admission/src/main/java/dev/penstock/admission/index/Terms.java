package dev.penstock.admission.index;

import dev.penstock.admission.row.RoleRow;

/** The limits and shares that indexes read, as they are in force. */
public interface Terms {
    TenantTerms tenant(String name);

    RoleRow role(String role);

    /** Grants and leases of the role that this slot may hold at once; 0 for one that is closed in whatever way. */
    int roleCapacity(String role);
}
