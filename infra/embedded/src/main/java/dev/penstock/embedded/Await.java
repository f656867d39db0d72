package dev.penstock.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for a condition with a bound, by asking again and again. */
public final class Await {
    private static final long PAUSE_NANOS = 20_000_000;

    private Await() {}

    /** Something that holds or does not yet; an exception counts as not yet. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Returns once {@code condition} holds.
     *
     * @throws AssertionError when it does not within {@code limit}; carries the last exception as its cause
     */
    public static void until(String what, Duration limit, Condition condition) {
        value(what, limit, () -> condition.holds() ? Boolean.TRUE : null);
    }

    /**
     * The first non-null value that {@code source} gives.
     *
     * @throws AssertionError when it gives none within {@code limit}; carries the last exception as its cause
     */
    public static <T> T value(String what, Duration limit, Callable<? extends @Nullable T> source) {
        long deadline = System.nanoTime() + limit.toNanos();
        @Nullable Exception last = null;
        do {
            try {
                @Nullable T value = source.call();
                if (value != null) {
                    return value;
                }
                last = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + what, e);
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        } while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
        throw new AssertionError(
                "Waited " + limit.toMillis() + " ms in vain for " + what + (last == null ? "" : ": " + last), last);
    }
}
