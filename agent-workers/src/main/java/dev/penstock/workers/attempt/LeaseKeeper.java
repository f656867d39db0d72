package dev.penstock.workers.attempt;

import dev.penstock.workers.log.CommandLog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of all running attempts, from one thread: each is renewed a third of its length after the last renewal, and one that could
 * not be renewed in time is given up. An attempt is looked at every 100 ms, so leases of a second or more are kept without haste.
 */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration SWEEP = Duration.ofMillis(100);

    private final Attempts attempts;
    private final CommandLog commands;
    private final LongSupplier nanoClock;
    private volatile @Nullable Future<?> sweeping;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-leases").factory());

    public LeaseKeeper(Attempts attempts, CommandLog commands, LongSupplier nanoClock) {
        this.attempts = attempts;
        this.commands = commands;
        this.nanoClock = nanoClock;
    }

    public void start() {
        sweeping =
                scheduler.scheduleWithFixedDelay(this::sweep, SWEEP.toNanos(), SWEEP.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether it keeps leases. */
    public boolean isAlive() {
        Future<?> now = sweeping;
        return now != null && !now.isDone();
    }

    /** One round. What has lapsed is given up before anything is written, since a write may wait for the broker. */
    void sweep() {
        long now = nanoClock.getAsLong();
        for (Attempt attempt : attempts.live()) {
            if (attempt.isLapsed(now) && attempt.stop(StopReason.LEASE_LOST)) {
                LOG.warn(
                        "Gave up attempt {} of task {}: no heartbeat could be written within its lease",
                        attempt.key().attempt(),
                        attempt.key().taskId());
            }
        }
        for (Attempt attempt : attempts.live()) {
            if (attempt.beginRenewal(now) && !renew(attempt)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** False when the write failed at once, as it does when brokers are out of reach: the others would wait as long in vain. */
    private boolean renew(Attempt attempt) {
        long sentAt = nanoClock.getAsLong();
        var write = commands.renew(attempt.dispatch());
        write.whenComplete((done, failure) -> attempt.endRenewal(sentAt, failure == null));
        return !write.isCompletedExceptionally();
    }
}
