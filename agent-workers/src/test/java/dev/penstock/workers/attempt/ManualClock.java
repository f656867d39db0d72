package dev.penstock.workers.attempt;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A monotonic clock that only a test moves. It starts near its overflow, as {@link System#nanoTime()} may. */
final class ManualClock implements LongSupplier {
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    @Override
    public long getAsLong() {
        return nanos;
    }

    void advance(Duration by) {
        nanos += by.toNanos();
    }
}
