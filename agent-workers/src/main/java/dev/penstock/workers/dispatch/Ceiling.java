package dev.penstock.workers.dispatch;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The attempts of all roles that a process runs at once. No loop asks for more tasks while so many run. What is being asked for when the last
 * place is taken comes on top: a batch of each loop at most.
 *
 * @param limit from 1 to {@link #MAX}
 * @param running how many run now
 */
public record Ceiling(int limit, IntSupplier running) {
    public static final int MAX = 100_000;

    /** Unless a setting says otherwise. */
    public static final int DEFAULT = 2_000;

    private static final Duration LOOK = Duration.ofMillis(10);

    public Ceiling {
        if (limit < 1 || limit > MAX) {
            throw new IllegalArgumentException("A process runs from 1 to " + MAX + " attempts at once, not " + limit);
        }
    }

    boolean isReached() {
        return running.getAsInt() >= limit;
    }

    /** Waits until fewer run; false when that takes longer than {@code patience}. */
    boolean awaitRoom(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isReached()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }
}
