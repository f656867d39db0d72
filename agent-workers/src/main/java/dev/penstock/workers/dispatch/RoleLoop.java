package dev.penstock.workers.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One role's thread: waits for free slots, takes as many deliveries, starts them. When its source fails it opens another. */
final class RoleLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleLoop.class);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration SLOT_WAIT = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** Longer than a start may take to be written. */
    private static final Duration JOIN = Duration.ofSeconds(25);

    private final String role;
    private final Supplier<DispatchSource> sources;
    private final SlotPool slots;
    private final BatchStarter starter;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable DispatchSource> current = new AtomicReference<>();
    private volatile String trouble = "";
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    RoleLoop(String role, Supplier<DispatchSource> sources, SlotPool slots, BatchStarter starter) {
        this.role = role;
        this.sources = sources;
        this.slots = slots;
        this.starter = starter;
        this.thread = Thread.ofPlatform().daemon().name("worker-" + role).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** What keeps it from its work; empty for nothing. */
    String trouble() {
        return trouble;
    }

    /** False when its thread ended though nobody stopped it. */
    boolean isAlive() {
        return thread.isAlive() || isStopped();
    }

    /** Takes nothing more. Attempts that were started go on. */
    void stop() {
        stop.countDown();
        DispatchSource source = current.get();
        if (source != null) {
            source.wakeup();
        }
    }

    /** Stops it and waits until it holds no delivery. */
    @Override
    public void close() {
        stop();
        try {
            if (thread.isAlive() && !thread.join(JOIN)) {
                LOG.warn("The loop of {} did not end within {}", role, JOIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void run() {
        while (!isStopped()) {
            try (DispatchSource source = sources.get()) {
                current.set(source);
                while (!isStopped()) {
                    turn(source);
                }
            } catch (KafkaException | IllegalStateException e) {
                if (!isStopped()) {
                    trouble = e.toString();
                    LOG.warn("Cannot take tasks of {}, trying again: {}", role, e.toString());
                    pause();
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                current.set(null);
            }
        }
    }

    /** One batch. The slots it takes are given back, but those of attempts that now run. */
    private void turn(DispatchSource source) throws InterruptedException {
        int batch = source.batch();
        if (!slots.take(batch, SLOT_WAIT)) {
            return;
        }
        int used = 0;
        long failed = 0;
        try {
            List<Delivery> deliveries = source.poll(POLL);
            if (isStopped()) {
                release(deliveries, source);
            } else if (!deliveries.isEmpty()) {
                long takenAt = System.nanoTime();
                BatchStarter.Started started = starter.start(deliveries);
                used = started.attempts().size();
                failed = started.failed();
                try {
                    started.settle(source);
                } finally {
                    starter.launch(started.attempts(), takenAt);
                }
            }
        } finally {
            slots.giveBack(batch - used);
        }
        if (failed > 0) {
            // A delivery may be handed out a few times only: not all of them within a short outage.
            trouble = "starts cannot be written";
            pause();
        } else {
            trouble = "";
            pauseMillis = FIRST_PAUSE_MILLIS;
        }
    }

    private static void release(List<Delivery> deliveries, DispatchSource source) {
        deliveries.forEach(delivery -> source.settle(delivery, Delivery.Verdict.RELEASE));
        source.commit();
    }

    private void pause() {
        try {
            if (!stop.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
