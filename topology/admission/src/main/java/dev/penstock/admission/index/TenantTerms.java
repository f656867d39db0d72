package dev.penstock.admission.index;

import org.jspecify.annotations.Nullable;

/**
 * One tenant's limits as they are in force; the same object for as long as the tenant is known. Whoever keeps them extends it, so that what the
 * tenant has in the slot is found without another look-up.
 */
public abstract class TenantTerms {
    /** Null while it has none. */
    @Nullable
    TenantWork work;

    protected abstract String name();

    /** Those of its lane of a role; closed ones of a role that it never had. */
    protected abstract LaneTerms lane(String role);

    /** Grants and leases that all its lanes may hold together. */
    protected abstract int capacity();

    /** What a task of that price adds to a share. */
    protected abstract long debit(long micros);

    /** Micro-dollars of a month's budget that nothing is booked or reserved for; may be negative. */
    protected abstract long budgetLeft(long month);

    protected abstract boolean deleted();
}
