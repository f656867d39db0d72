package dev.penstock.workers.stream;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.OutputChunk;
import dev.penstock.workers.log.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Where the attempts of this process put what their agents make: {@code penstock.stream}. Who watches gets it from there, so a piece that cannot be written is dropped
 * and nobody waits for it; the output itself travels with the attempt's end.
 */
public final class OutputStreams implements AutoCloseable {
    /** Bytes that may be on their way to the broker at once, of all attempts. What comes on top is dropped, so that starts and ends keep their room. */
    static final long MAX_IN_FLIGHT_BYTES = 8 << 20;

    /** Writes that may fail in a row, of whatever kind, before pieces are dropped without being tried. */
    private static final int WRITE_FAILURES = 3;

    private static final Duration SWEEP = Duration.ofMillis(50);

    private final Streamed streamed;
    private final Outbox outbox;
    private final LongSupplier nanoClock;
    private final InstantSource clock;
    private final Counter written;
    private final Counter lost;
    private final AtomicLong inFlight = new AtomicLong();
    private final Set<AttemptOutput> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-streams").factory());

    OutputStreams(
            Streamed streamed, Outbox outbox, MeterRegistry metrics, LongSupplier nanoClock, InstantSource clock) {
        this.streamed = streamed;
        this.outbox = outbox;
        this.nanoClock = nanoClock;
        this.clock = clock;
        written = Counter.builder("penstock.workers.stream.chunks")
                .description("Pieces of output that were put on the log")
                .register(metrics);
        lost = Counter.builder("penstock.workers.stream.lost")
                .description("Pieces of output that could not be put on the log")
                .register(metrics);
    }

    /** Begins to write what waits, from a thread of its own. */
    public static OutputStreams start(Streamed streamed, Outbox outbox, MeterRegistry metrics) {
        OutputStreams streams = new OutputStreams(streamed, outbox, metrics, System::nanoTime, InstantSource.system());
        streams.scheduler.scheduleWithFixedDelay(
                streams::sweep, SWEEP.toNanos(), SWEEP.toNanos(), TimeUnit.NANOSECONDS);
        return streams;
    }

    /** For one attempt; closed when its run is over. */
    public AttemptOutput open(Dispatch dispatch) {
        AttemptOutput output = new AttemptOutput(dispatch, this, streamed.includes(dispatch.getTier()));
        if (output.isWatchable()) {
            open.add(output);
        }
        return output;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** Writes what has waited long enough. */
    void sweep() {
        long now = nanoClock.getAsLong();
        open.forEach(output -> output.flush(now));
    }

    void over(AttemptOutput output) {
        open.remove(output);
    }

    long nanos() {
        return nanoClock.getAsLong();
    }

    long millis() {
        return clock.millis();
    }

    /**
     * Writes a piece; returns before it is durable.
     *
     * @param onLoss told when it was not written, on any thread, maybe this one
     */
    void write(OutputChunk chunk, Runnable onLoss) {
        int size = chunk.getSerializedSize();
        if (outbox.failuresInARow() >= WRITE_FAILURES || !reserve(size)) {
            lost.increment();
            onLoss.run();
            return;
        }
        outbox.send(Topics.STREAM, chunk.getTenant(), chunk).whenComplete((done, failure) -> {
            inFlight.addAndGet(-size);
            if (failure == null) {
                written.increment();
            } else {
                lost.increment();
                onLoss.run();
            }
        });
    }

    private boolean reserve(int size) {
        if (inFlight.addAndGet(size) <= MAX_IN_FLIGHT_BYTES) {
            return true;
        }
        inFlight.addAndGet(-size);
        return false;
    }
}
