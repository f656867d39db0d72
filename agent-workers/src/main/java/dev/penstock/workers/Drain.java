package dev.penstock.workers;

import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.attempt.StopReason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the running attempts of a process that takes no more: first by themselves, then by stopping their runs, each of which hands its attempt
 * back once it knows what it used. One that does not get that far is left to its lease, which books it at its estimate.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** For stopped runs to leave their runtime, record the end of their calls and write that they are handed back. */
    static final Duration HAND_BACK_LIMIT = Duration.ofSeconds(15);

    private final Attempts attempts;
    private final Duration handBackLimit;
    private volatile boolean hurried;

    /** @param handBackLimit how long it waits for stopped runs */
    Drain(Attempts attempts, Duration handBackLimit) {
        this.attempts = attempts;
        this.handBackLimit = handBackLimit;
    }

    /** From now on nothing may go on by itself. Stopped runs still get their time to say what they used. */
    void hurry() {
        hurried = true;
    }

    /** @param limit how long attempts may go on by themselves */
    void run(Duration limit) {
        try {
            if (!awaitNone(limit, true)) {
                long stopped = attempts.snapshot().stream()
                        .filter(attempt -> attempt.stop(StopReason.DRAINING))
                        .count();
                LOG.info("Hands back {} attempts that still run", stopped);
                if (!awaitNone(handBackLimit, false)) {
                    LOG.warn("{} runs did not leave their runtime; their leases will end them", attempts.count());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitNone(Duration limit, boolean untilHurried) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!attempts.isEmpty()) {
            if (System.nanoTime() - deadline >= 0 || untilHurried && hurried) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }
}
