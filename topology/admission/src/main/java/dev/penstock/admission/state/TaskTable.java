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

    /**
     * Of what is in each place, the upper half of its hash, which says where it is at home: neither an entry that is not the one looked for nor one that
     * may have to move up is fetched from memory.
     */
    private int[] hashes = new int[SMALLEST];

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
        hashes[place] = hash(entry.task());
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
        int last = places.length - 1;
        int place = home(hash(entry.task()));
        while (places[place] != null && places[place] != entry) {
            place = (place + 1) & last;
        }
        if (places[place] != null) {
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
        int hash = hash(key);
        int last = places.length - 1;
        int place = home(hash);
        while (places[place] != null && !(hashes[place] == hash && holds(place, key))) {
            place = (place + 1) & last;
        }
        return place;
    }

    private boolean holds(int place, TaskKey key) {
        E entry = at(place);
        return entry != null && entry.task().equals(key);
    }

    private static int hash(TaskKey key) {
        // Ids may rise with time, so that all bits of them are to have a say in the upper ones.
        long mixed = (key.high() + 31 * key.low() + key.tenant().hashCode()) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> Integer.SIZE);
    }

    private int home(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(places.length - 1);
    }

    private void grow() {
        @Nullable Object[] before = places;
        int[] hashesBefore = hashes;
        places = new Object[before.length * 2];
        hashes = new int[before.length * 2];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != null) {
                int place = home(hashesBefore[i]);
                while (places[place] != null) {
                    place = (place + 1) & (places.length - 1);
                }
                places[place] = before[i];
                hashes[place] = hashesBefore[i];
            }
        }
    }

    /** Entries behind the one that leaves move up, so that a search never ends before what it looks for. */
    private void vacate(int left) {
        size--;
        int last = places.length - 1;
        int hole = left;
        for (int place = (hole + 1) & last; places[place] != null; place = (place + 1) & last) {
            if (((place - home(hashes[place])) & last) >= ((place - hole) & last)) {
                places[hole] = places[place];
                hashes[hole] = hashes[place];
                hole = place;
            }
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
