package dev.penstock.admission.index;

import dev.penstock.admission.row.PayloadForm;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lane's queue of one tier, in the order in which tasks were accepted: 40 bytes a task in a ring. A task that leaves from the middle
 * (cancelled) is only marked, found by binary search over the rising orders; marks are dropped at the head at once, and everywhere when they
 * outnumber the tasks. A task that comes back after others of a higher order have come (a retry, or one that was not to start before) keeps its
 * place: such tasks stand beside the ring in a tree.
 */
final class TaskQueue {
    private static final int FIELDS = 5;
    private static final int SMALLEST = 4;

    /** Whether it counts towards a month's task limit already, and whether its row lies with its payload: beside what it would reserve. */
    private static final int COUNTED = 1;

    private static final int WITH_ROW = 2;
    private static final int CHARGE_SHIFT = 2;

    /** Marks that may always be left lying about, so that small queues are not squeezed with each cancellation. */
    static final int MARKS_TOLERATED = 16;

    /**
     * Per entry: its order, or the complement of it once cancelled, the two halves of the id, what it would reserve with two flags below, and since when it
     * is queued. The capacity is a power of two. */
    private long[] ring = new long[SMALLEST * FIELDS];

    private int head;
    private int span;
    private int size;

    /** Entries of tasks that came back, by order; null for none, as in most queues. */
    private @Nullable TreeMap<Long, long[]> returned;

    /** What lanes ask of the head again and again, kept here so that neither ring nor tree has to be looked at for it. Undefined when empty. */
    private long headOrder;

    private long headHigh;
    private long headLow;
    private long headCharge;
    private long headSince;

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
        return existing(headOrder);
    }

    UUID headId() {
        return new UUID(existing(headHigh), headLow);
    }

    /** What the head's attempt would reserve, in micro-dollars. */
    long headEstimate() {
        return existing(headCharge) >> CHARGE_SHIFT;
    }

    /** Whether the head counts towards a month's task limit already. */
    boolean headCounted() {
        return (existing(headCharge) & COUNTED) != 0;
    }

    long headSince() {
        return existing(headSince);
    }

    /** Since when the first task is queued that did not come back, which the head may have done a moment ago; the head's where there is none. */
    long firstSince() {
        return span == 0 ? headSince() : Math.min(headSince(), ring[slot(0) + 4]);
    }

    /** Adds a task at its place: at the tail if its order is above all others'. */
    void add(TaskRow row) {
        long order = row.order();
        if (span == 0 || plain(ring[slot(span - 1)]) < order) {
            append(row);
        } else {
            int before = search(order);
            TreeMap<Long, long[]> others = returned == null ? new TreeMap<>() : returned;
            if (before >= 0 && ring[slot(before)] >= 0 || others.put(order, entry(row)) != null) {
                throw new IllegalStateException("Expected no task of order " + order + ", but there is one");
            }
            returned = others;
            size++;
            lookAtHead();
        }
    }

    /** Adds a task in no particular order; {@link #sort} must follow before anything else. */
    void append(TaskRow row) {
        if (span == capacity()) {
            resize(capacity() * 2);
        }
        write(row, ring, slot(span++));
        size++;
        if (span == 1) {
            lookAtHead();
        }
    }

    /** The first task. */
    NextTask headTask(String tenant) {
        return next(tenant, existing(headOrder), headHigh, headLow, headCharge);
    }

    private static NextTask next(String tenant, long order, long high, long low, long charge) {
        // A row that lies with its payload has not changed since, so its order still is the place of both.
        long place = (charge & WITH_ROW) == 0 ? NextTask.ELSEWHERE : order;
        return new NextTask(new TaskKey(tenant, high, low), place);
    }

    private static long[] entry(TaskRow row) {
        long[] entry = new long[FIELDS];
        write(row, entry, 0);
        return entry;
    }

    private static void write(TaskRow row, long[] to, int at) {
        UUID id = row.ref().taskId();
        to[at] = row.order();
        to[at + 1] = id.getMostSignificantBits();
        to[at + 2] = id.getLeastSignificantBits();
        to[at + 3] = row.terms().estimateMicros() << CHARGE_SHIFT
                | (row.payloadForm() == PayloadForm.WITH_ROW ? WITH_ROW : 0)
                | (row.charges().counted() ? COUNTED : 0);
        to[at + 4] = row.since();
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
        lookAtHead();
    }

    /** Takes out the task that has this order. */
    void remove(long order) {
        if (returned != null && returned.remove(order) != null) {
            if (returned.isEmpty()) {
                returned = null;
            }
            size--;
            lookAtHead();
            return;
        }
        if (returned == null && size > 0 && order == headOrder) {
            // Where a grant takes from: what is known of the head spares a look at the ring.
            head = (head + 1) & (capacity() - 1);
            span--;
        } else {
            ring[slot(find(order))] = ~order;
        }
        size--;
        dropMarksAtHead();
        lookAtHead();
        int inRing = size - (returned == null ? 0 : returned.size());
        if (span - inRing > Math.max(inRing, MARKS_TOLERATED)) {
            resize(capacity());
        }
        if (capacity() > SMALLEST && span < capacity() / 4) {
            resize(capacity() / 2);
        }
    }

    private int find(long order) {
        int entry = search(order);
        if (entry < 0) {
            throw new IllegalStateException("Expected a queued task of order " + order + ", but there is none");
        }
        if (ring[slot(entry)] < 0) {
            throw new IllegalStateException("Expected a queued task of order " + order + ", but it has left already");
        }
        return entry;
    }

    /** The ring's entry of this order, marked or not; -1 for none. */
    private int search(long order) {
        int low = 0;
        int high = span - 1;
        for (int middle = 0; low <= high; middle = (low + high) >>> 1) {
            long found = plain(ring[slot(middle)]);
            if (found == order) {
                return middle;
            } else if (found < order) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** The entry of the first task, when it is one that came back. */
    private long @Nullable [] firstReturned() {
        if (returned == null) {
            return null;
        }
        long[] first = returned.firstEntry().getValue();
        return span == 0 || first[0] < ring[slot(0)] ? first : null;
    }

    private void lookAtHead() {
        if (size > 0) {
            long[] returnedFirst = firstReturned();
            long[] from = returnedFirst == null ? ring : returnedFirst;
            int at = returnedFirst == null ? slot(0) : 0;
            headOrder = from[at];
            headHigh = from[at + 1];
            headLow = from[at + 2];
            headCharge = from[at + 3];
            headSince = from[at + 4];
        }
    }

    private long existing(long ofHead) {
        if (size == 0) {
            throw new IllegalStateException("Expected a task, but the queue is empty");
        }
        return ofHead;
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

    /** Tasks before the one of this order, itself not counted. Looks at every entry before it: for answering people, not for deciding. */
    int ahead(long order) {
        int ahead = returned == null ? 0 : returned.headMap(order).size();
        for (int i = 0; i < span && plain(ring[slot(i)]) < order; i++) {
            ahead += ring[slot(i)] >= 0 ? 1 : 0;
        }
        return ahead;
    }

    /** Visits up to so many of the first tasks; of those that came back only the very first. */
    void forEachNext(String tenant, int limit, Consumer<NextTask> visitor) {
        if (limit > 0 && size > 0) {
            visitor.accept(headTask(tenant));
        }
        for (int i = 1; i < Math.min(limit, span); i++) {
            int at = slot(i);
            if (ring[at] >= 0) {
                visitor.accept(next(tenant, ring[at], ring[at + 1], ring[at + 2], ring[at + 3]));
            }
        }
    }

    /** Its tasks, first to last, each as order and id. */
    String describe() {
        TreeMap<Long, UUID> tasks = new TreeMap<>();
        if (returned != null) {
            returned.forEach((order, entry) -> tasks.put(order, new UUID(entry[1], entry[2])));
        }
        for (int i = 0; i < span; i++) {
            if (ring[slot(i)] >= 0) {
                tasks.put(ring[slot(i)], new UUID(ring[slot(i) + 1], ring[slot(i) + 2]));
            }
        }
        StringJoiner text = new StringJoiner(", ", "[", "]");
        tasks.forEach((order, id) -> text.add(order + " " + id));
        return text.toString();
    }
}
