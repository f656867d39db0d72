package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The ended tasks that are still remembered, in order of their ends: 36 bytes each. */
final class Markers {
    private static final int FIELDS = 4;
    private static final int SMALLEST = 16;

    /** Per marker: its order, when it ended, and the two halves of the id. The capacity is a power of two. */
    private long[] ring = new long[SMALLEST * FIELDS];

    private String[] tenants = new String[SMALLEST];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(String tenant, UUID id, long order, long endedAt) {
        if (size == tenants.length) {
            resize(tenants.length * 2);
        }
        int place = place(size++);
        tenants[place] = tenant;
        ring[place * FIELDS] = order;
        ring[place * FIELDS + 1] = endedAt;
        ring[place * FIELDS + 2] = id.getMostSignificantBits();
        ring[place * FIELDS + 3] = id.getLeastSignificantBits();
    }

    /** The first {@code count}, which there must be. */
    List<TaskKey> first(int count) {
        require(count);
        List<TaskKey> first = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            first.add(task(place(i)));
        }
        return first;
    }

    void removeFirst() {
        require(1);
        head = (head + 1) & (tenants.length - 1);
        size--;
        if (tenants.length > SMALLEST && size < tenants.length / 4) {
            resize(tenants.length / 2);
        }
    }

    private void require(int count) {
        if (count > size) {
            throw new IllegalStateException("Expected " + count + " markers, but there are " + size);
        }
    }

    /** How many of the first {@code limit} markers ended at or before {@code cutoff}. */
    int endedBy(long cutoff, int limit) {
        int count = 0;
        while (count < Math.min(limit, size) && ring[place(count) * FIELDS + 1] <= cutoff) {
            count++;
        }
        return count;
    }

    /** Brings markers that were added in no particular order into that of their ends. */
    void sort() {
        Integer[] places = new Integer[size];
        Arrays.setAll(places, this::place);
        Arrays.sort(places, Comparator.comparingLong(place -> ring[place * FIELDS]));
        long[] sorted = new long[ring.length];
        String[] sortedTenants = new String[tenants.length];
        for (int i = 0; i < size; i++) {
            System.arraycopy(ring, places[i] * FIELDS, sorted, i * FIELDS, FIELDS);
            sortedTenants[i] = tenants[places[i]];
        }
        ring = sorted;
        tenants = sortedTenants;
        head = 0;
    }

    private TaskKey task(int place) {
        return new TaskKey(tenants[place], new UUID(ring[place * FIELDS + 2], ring[place * FIELDS + 3]));
    }

    private void resize(int capacity) {
        long[] fresh = new long[capacity * FIELDS];
        String[] freshTenants = new String[capacity];
        for (int i = 0; i < size; i++) {
            System.arraycopy(ring, place(i) * FIELDS, fresh, i * FIELDS, FIELDS);
            freshTenants[i] = tenants[place(i)];
        }
        ring = fresh;
        tenants = freshTenants;
        head = 0;
    }

    private int place(int entry) {
        return (head + entry) & (tenants.length - 1);
    }

    void describe(Consumer<String> line) {
        for (int i = 0; i < size; i++) {
            line.accept("marker " + ring[place(i) * FIELDS] + " " + ring[place(i) * FIELDS + 1] + " " + task(place(i)));
        }
    }
}
