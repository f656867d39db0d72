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

/**
 * The thread of one line of a role: waits for free slots, takes as many deliveries, starts them. When its source fails it opens another.
 *
 * <p>It keeps its slots while nothing comes, since a source may have been promised deliveries after it was last asked: they must not wait,
 * out of everybody's sight, for slots that another has taken meanwhile.
 */
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
    private final SlotPool.Line line;
    private final Ceiling ceiling;
    private final BatchStarter starter;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable DispatchSource> current = new AtomicReference<>();
    private volatile String trouble = "";
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private int held;

    RoleLoop(
            String role,
            Supplier<DispatchSource> sources,
            SlotPool slots,
            SlotPool.Line line,
            Ceiling ceiling,
            BatchStarter starter) {
        this.role = role;
        this.sources = sources;
        this.slots = slots;
        this.line = line;
        this.ceiling = ceiling;
        this.starter = starter;
        String name = line == SlotPool.Line.URGENT ? role + "-urgent" : role;
        this.thread = Thread.ofPlatform().daemon().name("worker-" + name).unstarted(this::run);
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
                giveBack();
            }
        }
    }

    /** One batch. */
    private void turn(DispatchSource source) throws InterruptedException {
        if (held == 0 && !takeSlots(source.batch())) {
            return;
        }
        List<Delivery> deliveries = source.poll(POLL);
        if (deliveries.isEmpty()) {
            settled(0);
            return;
        }
        long failed;
        try {
            failed = isStopped() ? release(deliveries, source) : start(deliveries, source);
        } finally {
            giveBack();
        }
        settled(failed);
    }

    private boolean takeSlots(int batch) throws InterruptedException {
        if (!ceiling.awaitRoom(SLOT_WAIT) || !slots.take(line, batch, SLOT_WAIT)) {
            return false;
        }
        held = batch;
        return true;
    }

    private void giveBack() {
        slots.giveBack(held);
        held = 0;
    }

    /** Starts them in slots that are held; how many could not be. */
    private long start(List<Delivery> deliveries, DispatchSource source) throws InterruptedException {
        long takenAt = System.nanoTime();
        BatchStarter.Started started = starter.start(deliveries);
        // These are given back by their runs.
        held -= started.attempts().size();
        try {
            started.settle(source);
        } finally {
            starter.launch(started.attempts(), takenAt);
        }
        return started.failed();
    }

    private void settled(long failed) {
        if (failed > 0) {
            // A delivery may be handed out a few times only: not all of them within a short outage.
            trouble = "starts cannot be written";
            pause();
        } else {
            trouble = "";
            pauseMillis = FIRST_PAUSE_MILLIS;
        }
    }

    private static long release(List<Delivery> deliveries, DispatchSource source) {
        deliveries.forEach(delivery -> source.settle(delivery, Delivery.Verdict.RELEASE));
        source.commit();
        return 0;
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
