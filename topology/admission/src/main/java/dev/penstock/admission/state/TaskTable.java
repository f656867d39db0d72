package dev.penstock.admission.state;

import dev.penstock.admission.row.TaskKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Things found by the task that they are of: an open hash table, in which each look-up costs a fetch from memory less than in a map of entries,
 * and nothing is allocated for an entry.
 */
final class TaskTable<E extends TaskTable.Entry> {
    /** Knows its task. */
    interface Entry {
        TaskKey task();
    }

    private static final int SMALLEST = 16;

    /** At most half full, so that most look-ups end where they begin. */
    private @Nullable Object[] places = new Object[SMALLEST];

    private int size;

    @Nullable
    E get(TaskKey key) {
        return at(find(key));
    }

    /** @return what was there before of the same task, null for nothing */
    @Nullable
    E put(E entry) {
        int place = find(entry.task());
        E before = at(place);
        places[place] = entry;
        if (before == null && ++size > places.length / 2) {
            grow();
        }
        return before;
    }

    /** @return what was there, null for nothing */
    @Nullable
    E remove(TaskKey key) {
        int place = find(key);
        E entry = at(place);
        if (entry != null) {
            vacate(place);
        }
        return entry;
    }

    /** Removes an entry, but not another one of the same task. */
    void removeSame(E entry) {
        int place = find(entry.task());
        if (places[place] == entry) {
            vacate(place);
        }
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(places, null);
            size = 0;
        }
    }

    /** Where the task's entry is, or would be put. */
    private int find(TaskKey key) {
        int last = places.length - 1;
        int place = home(key);
        for (E entry = at(place); entry != null && !entry.task().equals(key); entry = at(place)) {
            place = (place + 1) & last;
        }
        return place;
    }

    private int home(TaskKey key) {
        // Ids may rise with time, so that all bits of them are to have a say in the upper ones.
        long mixed = (key.high() + 31 * key.low() + key.tenant().hashCode()) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> Long.numberOfLeadingZeros(places.length - 1));
    }

    private void grow() {
        @Nullable Object[] before = places;
        places = new Object[before.length * 2];
        for (Object entry : before) {
            if (entry != null) {
                E moved = cast(entry);
                places[find(moved.task())] = moved;
            }
        }
    }

    /** Entries behind the one that leaves move up, so that a search never ends before what it looks for. */
    private void vacate(int left) {
        size--;
        int last = places.length - 1;
        int hole = left;
        int place = (hole + 1) & last;
        for (E entry = at(place); entry != null; entry = at(place)) {
            if (((place - home(entry.task())) & last) >= ((place - hole) & last)) {
                places[hole] = entry;
                hole = place;
            }
            place = (place + 1) & last;
        }
        places[hole] = null;
    }

    private @Nullable E at(int place) {
        Object entry = places[place];
        return entry == null ? null : cast(entry);
    }

    @SuppressWarnings("unchecked") // only E's are put in
    private E cast(Object entry) {
        return (E) entry;
    }
}
