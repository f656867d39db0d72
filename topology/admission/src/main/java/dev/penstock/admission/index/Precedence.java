package dev.penstock.admission.index;

import org.jspecify.annotations.Nullable;

/**
 * How far fairness lets tiers go in one role. A lane is served by the tier of its tasks as long as it has not had much more than the least served
 * lane that waits beside it; with each further {@code tasks} of its tasks that it is ahead it counts as one tier lower. So no tier of one tenant
 * keeps another tenant waiting for ever, and nobody's flood passes others' work for being urgent.
 */
final class Precedence {
    /** A ready lane's place among those that have lost tiers. */
    static final class Mark extends IndexedHeap.Element {
        private final Lane lane;

        Mark(Lane lane) {
            this.lane = lane;
        }
    }

    private final IndexedHeap<Mark> marks = new IndexedHeap<>();
    private final int tasks;

    Precedence(int tasks) {
        this.tasks = tasks;
    }

    /** Tiers that a lane loses which is so far ahead of the floor. */
    int tiersLost(long lead, long debit) {
        return Math.clamp(lead / allowance(debit), 0, Lane.TIERS - 1);
    }

    /** A lane stands among the ready ones with that share. */
    void watch(Lane lane, long share, int tiersLost, long debit) {
        forget(lane);
        if (tiersLost > 0) {
            // It regains a tier when the floor is above this.
            marks.add(lane.precedenceMark, share - tiersLost * allowance(debit), 0);
        }
    }

    void forget(Lane lane) {
        if (lane.precedenceMark.inHeap()) {
            marks.remove(lane.precedenceMark);
        }
    }

    /** A lane that regains a tier now that the floor has risen, null for none; it is no longer watched. */
    @Nullable
    Lane next(long floor) {
        Mark first = marks.leastOr(Long.MAX_VALUE) >= floor ? null : marks.peek();
        if (first == null) {
            return null;
        }
        marks.remove(first);
        return first.lane;
    }

    private long allowance(long debit) {
        return Math.max(1, debit) * tasks;
    }
}
