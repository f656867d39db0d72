package dev.penstock.admission.index;

/** One tenant's limits and shares as they are in force; the same object for as long as the tenant is known. */
public interface TenantTerms {
    /** Grants and leases that its lane of a role may hold at once; 0 for one that is closed in whatever way. */
    int capacity(String role);

    /** Grants and leases that all its lanes may hold together. */
    int capacity();

    /** How much of the role's dispatching it has had, by weight. */
    long share(String role);

    /** What a task of that price adds to a share. */
    long debit(long micros);

    /** Tasks of its lane that may still be counted towards a month's limit. */
    long tasksLeft(String role, long month);

    /** Micro-dollars of a month's budget that nothing is booked or reserved for; may be negative. */
    long budgetLeft(long month);

    boolean deleted();
}
