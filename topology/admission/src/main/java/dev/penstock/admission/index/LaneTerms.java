package dev.penstock.admission.index;

import org.jspecify.annotations.Nullable;

/**
 * One lane's limits and share as they are in force; the same object for as long as its tenant is known. Whoever keeps them extends it, so that
 * what the lane has in the slot is found without another look-up.
 */
public abstract class LaneTerms {
    /** Null while it has no work. */
    @Nullable
    Lane lane;

    /** Grants and leases that the lane may hold at once; 0 for one that is closed in whatever way. */
    protected abstract int capacity();

    /**
     * How much of its role's dispatching it has had, by weight: attempts that have ended at what they cost, those that are live at their estimates,
     * or at what its tasks cost on average should that be less. So an estimate that is too high counts until it is known to be, and no longer.
     *
     * @param live attempts, and {@code estimates} the sum of what is reserved for them in micro-dollars
     */
    protected abstract long share(int live, long estimates);

    /** The same of attempts that have ended alone: it never falls. */
    protected abstract long settledShare(int live, long estimates);

    /** Whether it is known what its tasks cost. */
    protected abstract boolean priced();

    /** Tasks of it that may still be counted towards a month's limit. */
    protected abstract long tasksLeft(long month);
}
