package dev.penstock.workers.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The places for running attempts of one role. */
public final class SlotPool {
    /** Most slots of a role in one process. */
    public static final int MAX = 100_000;

    /** Most dispatch records taken at once. */
    public static final int MAX_BATCH = 500;

    private final int size;
    private final Semaphore free;

    public SlotPool(int size) {
        if (size < 1 || size > MAX) {
            throw new IllegalArgumentException("A role has from 1 to " + MAX + " slots, not " + size);
        }
        this.size = size;
        this.free = new Semaphore(size);
    }

    public int size() {
        return size;
    }

    /** How many records to take at once: few enough that some slots stay for what is more urgent and comes next. */
    public int batch() {
        return Math.clamp(size / 4, 1, MAX_BATCH);
    }

    /** Takes {@code count} slots when they become free within {@code limit}. */
    boolean take(int count, Duration limit) throws InterruptedException {
        return free.tryAcquire(count, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void giveBack(int count) {
        free.release(count);
    }

    int free() {
        return free.availablePermits();
    }
}
