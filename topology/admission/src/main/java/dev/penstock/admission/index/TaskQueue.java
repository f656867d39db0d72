package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * One lane's queue of one tier: 40 bytes a task in a ring, first in, first out. A task that leaves from the middle (cancelled) is only marked,
 * found by binary search over the rising orders; marks are dropped at the head at once, and everywhere when they outnumber the tasks.
 */
final class TaskQueue {
    private static final int FIELDS = 5;
    private static final int SMALLEST = 4;

    /** Marks that may always be left lying about, so that small queues are not squeezed with each cancellation. */
    static final int MARKS_TOLERATED = 16;

    /**
     * Per entry: its order, or the complement of it once cancelled, the two halves of the id, what it would reserve, and since when it is queued. The
     * capacity is a power of two. */
    private long[] ring = new long[SMALLEST * FIELDS];

    private int head;
    private int span;
    private int size;

    /** Tasks in the queue, marks not counted. */
    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Entries held, marks included. */
    int span() {
        return span;
    }

    int capacity() {
        return ring.length / FIELDS;
    }

    long headOrder() {
        requireTasks();
        return ring[slot(0)];
    }

    UUID headId() {
        requireTasks();
        return new UUID(ring[slot(0) + 1], ring[slot(0) + 2]);
    }

    /** What the head's attempt would reserve, in micro-dollars. */
    long headEstimate() {
        requireTasks();
        return ring[slot(0) + 3] >> 1;
    }

    /** Whether the head counts towards a month's task limit already. */
    boolean headCounted() {
        requireTasks();
        return (ring[slot(0) + 3] & 1) == 1;
    }

    long headSince() {
        requireTasks();
        return ring[slot(0) + 4];
    }

    /** Adds a task at the tail; its order must be above all others'. */
    void add(TaskRow row) {
        long order = row.order();
        if (span > 0 && plain(ring[slot(span - 1)]) >= order) {
            throw new IllegalStateException(
                    "Expected an order above " + plain(ring[slot(span - 1)]) + ", but got " + order);
        }
        append(row);
    }

    /** Adds a task in no particular order; {@link #sort} must follow before anything else. */
    void append(TaskRow row) {
        if (span == capacity()) {
            resize(capacity() * 2);
        }
        int slot = slot(span++);
        UUID id = row.ref().taskId();
        ring[slot] = row.order();
        ring[slot + 1] = id.getMostSignificantBits();
        ring[slot + 2] = id.getLeastSignificantBits();
        ring[slot + 3] = row.terms().estimateMicros() << 1 | (row.charges().counted() ? 1 : 0);
        ring[slot + 4] = row.since();
        size++;
    }

    void sort() {
        long[][] entries = new long[span][];
        for (int i = 0; i < span; i++) {
            entries[i] = Arrays.copyOfRange(ring, slot(i), slot(i) + FIELDS);
        }
        Arrays.sort(entries, Comparator.comparingLong(entry -> entry[0]));
        for (int i = 0; i < span; i++) {
            System.arraycopy(entries[i], 0, ring, slot(i), FIELDS);
        }
    }

    /** Takes out the task that has this order. */
    void remove(long order) {
        int entry = find(order);
        ring[slot(entry)] = ~order;
        size--;
        dropMarksAtHead();
        if (span - size > Math.max(size, MARKS_TOLERATED)) {
            resize(capacity());
        }
        if (capacity() > SMALLEST && span < capacity() / 4) {
            resize(capacity() / 2);
        }
    }

    private int find(long order) {
        int low = 0;
        int high = span - 1;
        // The head first: that is where a grant takes from.
        for (int middle = 0; low <= high; middle = (low + high) >>> 1) {
            long found = plain(ring[slot(middle)]);
            if (found == order) {
                requireTask(middle, order);
                return middle;
            } else if (found < order) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IllegalStateException("Expected a queued task of order " + order + ", but there is none");
    }

    private void requireTask(int entry, long order) {
        if (ring[slot(entry)] < 0) {
            throw new IllegalStateException("Expected a queued task of order " + order + ", but it has left already");
        }
    }

    private void requireTasks() {
        if (size == 0) {
            throw new IllegalStateException("Expected a task, but the queue is empty");
        }
    }

    private void dropMarksAtHead() {
        while (span > 0 && ring[slot(0)] < 0) {
            head = (head + 1) & (capacity() - 1);
            span--;
        }
    }

    /** Copies the tasks, without the marks, to a new ring. */
    private void resize(int capacity) {
        long[] fresh = new long[capacity * FIELDS];
        int kept = 0;
        for (int i = 0; i < span; i++) {
            if (ring[slot(i)] >= 0) {
                System.arraycopy(ring, slot(i), fresh, FIELDS * kept++, FIELDS);
            }
        }
        ring = fresh;
        head = 0;
        span = kept;
    }

    private int slot(int entry) {
        return ((head + entry) & (ring.length / FIELDS - 1)) * FIELDS;
    }

    private static long plain(long order) {
        return order < 0 ? ~order : order;
    }

    /** Its tasks, first to last, each as order and id. */
    String describe() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < span; i++) {
            if (ring[slot(i)] >= 0) {
                text.add(ring[slot(i)] + " " + new UUID(ring[slot(i) + 1], ring[slot(i) + 2]));
            }
        }
        return text.toString();
    }
}
