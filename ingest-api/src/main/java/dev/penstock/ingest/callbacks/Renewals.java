package dev.penstock.ingest.callbacks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one renewal of what a runtime says of its progress within an interval, so that the log gets no more of them, however often it speaks: the first
 * is written at once, those that come within the interval after it wait for its end and are written as one, and all are answered by what became
 * of that one.
 */
final class Renewals<W> {
    /** Least time between two renewals of a call that this instance writes. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LongSupplier nanos;
    private final Map<String, Line<W>> lines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Line<W>> eldest) {
            return size() > CallbackRates.MAX_CALLS;
        }
    };

    /** What is known of one call. */
    private static final class Line<W> {
        private long nextAt;
        private @Nullable Batch<W> open;

        Line(long nextAt) {
            this.nextAt = nextAt;
        }
    }

    /** Callbacks that become one renewal. */
    private static final class Batch<W> {
        private Callback.Progress said;
        private final CompletableFuture<W> word = new CompletableFuture<>();

        Batch(Callback.Progress said) {
            this.said = said;
        }
    }

    /** @param nanos monotonic */
    Renewals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Returns what became of the renewal that this became part of.
     *
     * @param usualSeconds the patience of one that names none
     * @param write writes a renewal and waits for the engine's word; called by one of those that are in it
     */
    W renew(String callId, Callback.Progress said, long usualSeconds, Function<Callback.Progress, W> write)
            throws InterruptedException {
        Batch<W> batch;
        Line<W> line;
        synchronized (this) {
            line = lines.computeIfAbsent(callId, id -> new Line<>(nanos.getAsLong()));
            batch = line.open;
            if (batch == null) {
                batch = new Batch<>(said);
                line.open = batch;
            } else {
                batch.said = batch.said.and(said, usualSeconds);
                line = null;
            }
        }
        return line == null ? joined(batch) : led(line, batch, write);
    }

    private W led(Line<W> line, Batch<W> batch, Function<Callback.Progress, W> write) throws InterruptedException {
        try {
            TimeUnit.NANOSECONDS.sleep(line.nextAt - nanos.getAsLong());
            W word = write.apply(closed(line, batch));
            batch.word.complete(word);
            return word;
        } catch (RuntimeException | Error | InterruptedException e) {
            closed(line, batch);
            batch.word.completeExceptionally(e);
            throw e;
        }
    }

    /** What all of a batch say together; nobody can join it from here on. */
    private synchronized Callback.Progress closed(Line<W> line, Batch<W> batch) {
        if (line.open == batch) {
            line.open = null;
            line.nextAt = nanos.getAsLong() + INTERVAL.toNanos();
        }
        return batch.said;
    }

    private W joined(Batch<W> batch) {
        try {
            return batch.word.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
