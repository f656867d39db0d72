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
     * How much of its role's dispatching it has had, by weight: attempts that have ended at what they cost, live ones at their estimates. Who comes back
     * from idleness counts as having had the floor, so that idleness earns no credit; but what was taken back of estimates that were too high is its own,
     * and it stands as far below the floor as that.
     *
     * @param floor of the role, which never passes the share of a ready lane; so this is the same whenever it is asked while the lane stays ready
     */
    protected abstract long share(long floor);

    /** Tasks of it that may still be counted towards a month's limit. */
    protected abstract long tasksLeft(long month);
}
