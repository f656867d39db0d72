package dev.penstock.workers.dispatch;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places for running attempts of one role. Where there are enough of them, urgent tasks have a line of their own, which goes first for what
 * becomes free; but of four batches that both lines wait for, the other tiers get one at least.
 *
 * <p>A line takes a batch of slots before it asks for tasks, and keeps it until some come. So the slots that the urgent line asks with are, in
 * effect, kept for urgent tasks while there are none.
 */
public final class SlotPool {
    /** Most slots of a role in one process. */
    public static final int MAX = 100_000;

    /** Most dispatch records taken at once. */
    public static final int MAX_BATCH = 500;

    /** The same of urgent ones, and so the most slots that are kept for them. */
    static final int MAX_URGENT_BATCH = 64;

    /** Slots from which on urgent tasks have a line of their own; with fewer, too large a part would be kept for them. */
    static final int SPLIT_FROM = 4;

    /** Batches that the urgent line may take in a row while the other waits. */
    static final int URGENT_IN_A_ROW = 3;

    private static final int BATCHES = 16;
    private static final int URGENT_BATCHES = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Line, Integer> waiting = new EnumMap<>(Line.class);
    private int size;
    /** Below 0 while more run than there is room for: after there were more slots, or when runs that had left theirs go on. */
    private int free;

    private int urgentInARow;

    /** Who waits for slots. */
    public enum Line {
        URGENT,
        /** All other tiers; every tier where urgent tasks have no line of their own. */
        OTHERS
    }

    public SlotPool(int size) {
        check(size);
        this.size = size;
        this.free = size;
    }

    /** Changes how many there are. What runs goes on; with fewer slots, none is taken until enough have come back. */
    void resize(int newSize) {
        check(newSize);
        lock.lock();
        try {
            free += newSize - size;
            size = newSize;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Whether urgent tasks have a line of their own. */
    boolean isSplit() {
        return size() >= SPLIT_FROM;
    }

    /** How many records the line takes at once: few enough that not many slots wait for tasks that may not come. */
    public int batch(Line line) {
        return switch (line) {
            case URGENT -> Math.clamp(size() / URGENT_BATCHES, 1, MAX_URGENT_BATCH);
            case OTHERS -> Math.clamp(size() / BATCHES, 1, MAX_BATCH);
        };
    }

    /** Takes {@code count} slots when they become free, and it is the line's turn, within {@code limit}. */
    boolean take(Line line, int count, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            waiting.merge(line, 1, Integer::sum);
            try {
                while (free < count || !isTurnOf(line)) {
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                waiting.merge(line, -1, Integer::sum);
            }
            free -= count;
            urgentInARow = line == Line.URGENT && waits(Line.OTHERS) ? urgentInARow + 1 : 0;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(int count) {
        lock.lock();
        try {
            free += count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes one whether it is free or not, for a run that has left its slot and goes on. */
    void retake() {
        lock.lock();
        try {
            free--;
        } finally {
            lock.unlock();
        }
    }

    int free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody of the line waits for slots. */
    boolean isWaiting(Line line) {
        lock.lock();
        try {
            return waits(line);
        } finally {
            lock.unlock();
        }
    }

    private boolean isTurnOf(Line line) {
        boolean othersTurn = urgentInARow >= URGENT_IN_A_ROW;
        return switch (line) {
            case URGENT -> !othersTurn || !waits(Line.OTHERS);
            case OTHERS -> othersTurn || !waits(Line.URGENT);
        };
    }

    private boolean waits(Line line) {
        return waiting.getOrDefault(line, 0) > 0;
    }

    private static void check(int size) {
        if (size < 1 || size > MAX) {
            throw new IllegalArgumentException("A role has from 1 to " + MAX + " slots, not " + size);
        }
    }
}
