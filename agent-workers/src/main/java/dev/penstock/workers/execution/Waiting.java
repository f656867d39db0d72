package dev.penstock.workers.execution;

import dev.penstock.workers.routing.Choice;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets attempts wait in this process for a model that they will soon have, in the order of their arrival, so that a queue is not handed out and back again task
 * by task while there is nothing to run it with: what waits here takes the room of its lane, and the rest stays in the engine's queue. Whoever waits leaves its slot to
 * others. Of those who wait for the same thing only the first one asks for it.
 */
public final class Waiting {
    /** Attempts that wait without a slot; more wait within theirs, so that no more are taken. */
    static final int MAX = 1_000;

    /** How long for a tenant's own limit: what was used counts for a minute, and nobody else is kept waiting. */
    static final Duration FOR_TENANT = Duration.ofSeconds(75);

    /** How long for anything else: long enough that a queue is not worn out by asking, and short of keeping other runtimes' tasks out. */
    static final Duration FOR_OTHERS = Duration.ofSeconds(10);

    /** It may be had sooner than was said, as when a call ends that had reserved more than it used. */
    private static final Duration LONGEST_NAP = Duration.ofSeconds(2);

    private final Duration forTenant;
    private final Duration forOthers;
    private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final LongSupplier nanos;
    private final Sleeper sleeper;

    /** Lets time pass. */
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /** Those who wait for the same thing. */
    private static final class Line {
        private final ReentrantLock head = new ReentrantLock(true);
        private final AtomicInteger length = new AtomicInteger();
    }

    public Waiting(MeterRegistry meters) {
        this(FOR_TENANT, FOR_OTHERS, System::nanoTime, Thread::sleep, meters);
    }

    /**
     * @param forTenant longest wait for a tenant's own limit, and {@code forOthers} for anything else; zero for no wait at all
     * @param nanos a monotonic clock, in nanoseconds
     * @param sleeper by the same clock
     */
    public Waiting(Duration forTenant, Duration forOthers, LongSupplier nanos, Sleeper sleeper, MeterRegistry meters) {
        this.forTenant = forTenant;
        this.forOthers = forOthers;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.places = new Semaphore(MAX);
        Gauge.builder("penstock.workers.waiting", places, free -> MAX - free.availablePermits())
                .description("Attempts that wait for a model without a slot")
                .strongReference(true)
                .register(meters);
    }

    /** Whether others wait in the line already. */
    boolean isBusy(String line) {
        return length(line) > 0;
    }

    /** Those in the line that do not ask. */
    int behind(String name) {
        Line line = lines.get(name);
        return line == null ? 0 : line.head.getQueueLength();
    }

    int length(String name) {
        Line line = lines.get(name);
        return line == null ? 0 : line.length.get();
    }

    /**
     * Waits until there is a model, or it takes too long.
     *
     * @param name of the line that it waits in
     * @param none what it has to wait for, and the answer when its turn does not come
     * @param limit how long it may take at most
     * @param ask asks again
     */
    Choice await(String name, Choice.None none, Duration limit, Place place, Supplier<Choice> ask)
            throws InterruptedException {
        Duration patience = none.ofTenant() ? forTenant : forOthers;
        Duration most = limit.compareTo(patience) < 0 ? limit : patience;
        if (!most.isPositive()) {
            return none;
        }
        boolean leaves = places.tryAcquire();
        if (leaves) {
            place.leave();
        }
        Line line = join(name);
        try {
            return inLine(line, nanos.getAsLong() + most.toNanos(), ask, none);
        } finally {
            quit(name);
            if (leaves) {
                place.retake();
                places.release();
            }
        }
    }

    private Choice inLine(Line line, long until, Supplier<Choice> ask, Choice otherwise) throws InterruptedException {
        if (!line.head.tryLock(until - nanos.getAsLong(), TimeUnit.NANOSECONDS)) {
            return otherwise;
        }
        try {
            while (true) {
                Choice choice = ask.get();
                Duration delay = choice instanceof Choice.None none ? none.delay() : null;
                if (delay == null) {
                    return choice;
                }
                long left = until - nanos.getAsLong();
                if (left <= 0) {
                    return choice;
                }
                long nap = Math.min(left, Math.min(delay.toNanos(), LONGEST_NAP.toNanos()));
                sleeper.sleep(Duration.ofNanos(nap));
            }
        } finally {
            line.head.unlock();
        }
    }

    private Line join(String name) {
        return lines.compute(name, (key, known) -> {
            Line line = known == null ? new Line() : known;
            line.length.incrementAndGet();
            return line;
        });
    }

    private void quit(String name) {
        lines.computeIfPresent(name, (key, line) -> line.length.decrementAndGet() == 0 ? null : line);
    }
}
