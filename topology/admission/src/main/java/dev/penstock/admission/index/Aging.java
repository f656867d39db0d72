package dev.penstock.admission.index;

import org.jspecify.annotations.Nullable;

/** Which heads of queues have waited so long that they count as one tier up, and when the next of a ready lane will have. */
final class Aging {
    /** A ready lane's place among those of which a head is going to age. */
    static final class Mark extends IndexedHeap.Element {
        private final Lane lane;
        private long at;

        Mark(Lane lane) {
            this.lane = lane;
        }
    }

    private final IndexedHeap<Mark> marks = new IndexedHeap<>();
    private final long afterMillis;
    private long now;

    Aging(long afterMillis) {
        this.afterMillis = afterMillis;
    }

    void timePassed(long millis) {
        now = millis;
    }

    /** The tier that the head of a queue counts as. */
    int tier(int tier, TaskQueue queue) {
        return tier > 0 && now - queue.headSince() >= afterMillis ? tier - 1 : tier;
    }

    /** When the head of a queue will count as a tier up, {@code Long.MAX_VALUE} when it does already or never will. */
    long agesAt(int tier, TaskQueue queue) {
        boolean ages = tier > 0 && now - queue.headSince() < afterMillis;
        return ages ? queue.headSince() + afterMillis : Long.MAX_VALUE;
    }

    /** A lane stands among the ready ones, and a head of it ages at that time, {@code Long.MAX_VALUE} for none. */
    void watch(Mark mark, long at) {
        if (mark.inHeap()) {
            if (mark.at == at) {
                return;
            }
            marks.remove(mark);
        }
        if (at != Long.MAX_VALUE) {
            mark.at = at;
            marks.add(mark, at, 0);
        }
    }

    void forget(Mark mark) {
        if (mark.inHeap()) {
            marks.remove(mark);
        }
    }

    /** A lane of which a head has aged since it took its stand, null for none; it is no longer watched. */
    @Nullable
    Lane next() {
        Mark first = marks.leastOr(Long.MAX_VALUE) > now ? null : marks.peek();
        if (first == null) {
            return null;
        }
        marks.remove(first);
        return first.lane;
    }
}
