package dev.penstock.admission.index;

/** One tenant's limits and shares as they are in force; the same object for as long as the tenant is known. */
public interface TenantTerms {
    /** Grants and leases that its lane of a role may hold at once; 0 for one that is closed in whatever way. */
    int capacity(String role);

    /** Grants and leases that all its lanes may hold together. */
    int capacity();

    /**
     * How much of the role's dispatching it has had, by weight: attempts that have ended at what they cost, those that are live at their estimates,
     * or at what its tasks of the role cost on average should that be less. So an estimate that is too high counts until it is known to be, and no longer.
     *
     * @param live attempts, and {@code estimates} the sum of what is reserved for them in micro-dollars
     */
    long share(String role, int live, long estimates);

    /** The same of attempts that have ended alone: it never falls. */
    long settledShare(String role, int live, long estimates);

    /** Whether it is known what its tasks of the role cost. */
    boolean priced(String role);

    /** What a task of that price adds to a share. */
    long debit(long micros);

    /** Tasks of its lane that may still be counted towards a month's limit. */
    long tasksLeft(String role, long month);

    /** Micro-dollars of a month's budget that nothing is booked or reserved for; may be negative. */
    long budgetLeft(long month);

    boolean deleted();
}
