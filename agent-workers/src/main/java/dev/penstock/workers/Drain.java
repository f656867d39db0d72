package dev.penstock.workers;

import dev.penstock.workers.attempt.Attempt;
import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.attempt.StopReason;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.log.Outbox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the running attempts of a process that takes no more: first by themselves, then by handing them back. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final String REASON = "draining";
    private static final Duration LOOK = Duration.ofMillis(20);

    /** For the deferrals to be written; an attempt whose deferral is not is ended by its lease. */
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(10);

    /** For stopped runs to leave their runtime and record the end of their calls. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);

    private final Attempts attempts;
    private final CommandLog commands;
    private final Outbox outbox;

    Drain(Attempts attempts, CommandLog commands, Outbox outbox) {
        this.attempts = attempts;
        this.commands = commands;
        this.outbox = outbox;
    }

    void run(Duration limit) {
        try {
            if (!awaitNone(limit)) {
                defer();
                if (!awaitNone(LEAVE_LIMIT)) {
                    LOG.warn("{} runs did not leave their runtime", attempts.count());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void defer() throws InterruptedException {
        Map<Attempt, CompletableFuture<Void>> writes = new LinkedHashMap<>();
        for (Attempt attempt : attempts.snapshot()) {
            if (attempt.stop(StopReason.DRAINING)) {
                writes.put(attempt, commands.defer(attempt.dispatch(), REASON, Duration.ZERO));
            }
        }
        for (var entry : writes.entrySet()) {
            Attempt attempt = entry.getKey();
            CompletableFuture<Void> first = entry.getValue();
            boolean durable = outbox.untilDurable(
                    () -> first.isCompletedExceptionally()
                            ? commands.defer(attempt.dispatch(), REASON, Duration.ZERO)
                            : first,
                    WRITE_PATIENCE);
            if (!durable) {
                LOG.warn("Could not hand back task {}", attempt.dispatch().getTaskId());
            }
        }
        LOG.info("Handed back {} attempts that were still running", writes.size());
    }

    private boolean awaitNone(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!attempts.isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }
}
