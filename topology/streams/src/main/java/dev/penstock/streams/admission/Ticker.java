package dev.penstock.streams.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides when a slot's time must be told to it. Any command does that, so ticks fill the gaps between them: every {@link #BUSY_MILLIS} while
 * something in the slot depends on time, else every {@link #IDLE_MILLIS}. At most one tick is under way at once, however far behind the slot is.
 * Used by its task's thread; only the failure of a send comes from another.
 */
final class Ticker {
    static final long BUSY_MILLIS = 100;
    static final long IDLE_MILLIS = 1_000;

    private final int slot;
    private final TickSender sender;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private long lastMillis;

    Ticker(int slot, TickSender sender, long nowMillis) {
        this.slot = slot;
        this.sender = sender;
        this.lastMillis = nowMillis;
    }

    /** The slot has processed a command. */
    void processed(boolean tick, long nowMillis) {
        if (tick) {
            underWay.set(false);
        }
        lastMillis = nowMillis;
    }

    /** Ticks when it is time to, by the wall clock. */
    void tickWhenDue(boolean busy, long nowMillis) {
        if (nowMillis - lastMillis >= (busy ? BUSY_MILLIS : IDLE_MILLIS) || nowMillis < lastMillis) {
            tick(nowMillis);
        }
    }

    /** Ticks unless a tick is under way already. */
    void tick(long nowMillis) {
        if (underWay.compareAndSet(false, true)) {
            lastMillis = nowMillis;
            sender.send(slot, () -> underWay.set(false));
        }
    }
}
