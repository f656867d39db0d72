package dev.penstock.ingest.sse;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The open streams: how many a tenant and this process may have, and an end to all of them when the process stops. */
final class Streams {
    static final int MAX_TOTAL = 10_000;
    private static final int RETRY_SECONDS = 5;

    private final int maxPerTenant;
    private final Map<String, Integer> open = new HashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final Counter frames;
    private volatile boolean stopping;

    Streams(int maxPerTenant, MeterRegistry metrics) {
        this.maxPerTenant = maxPerTenant;
        Gauge.builder("penstock.api.sse.clients", total, AtomicInteger::get)
                .description("Open event streams")
                .register(metrics);
        frames = Counter.builder("penstock.api.sse.frames")
                .description("Event frames written")
                .register(metrics);
    }

    /** A stream's place among the open ones. */
    final class Place implements AutoCloseable {
        private final String tenant;

        private Place(String tenant) {
            this.tenant = tenant;
        }

        @Override
        public void close() {
            release(tenant);
        }
    }

    /** Takes a place for a stream of {@code tenant}; ends with a problem when there is none. */
    synchronized Place enter(String tenant) {
        int mine = open.getOrDefault(tenant, 0);
        if (stopping || total.get() >= MAX_TOTAL) {
            throw Problem.unavailable(
                            stopping
                                    ? "This instance is stopping."
                                    : "This instance has as many streams as it may have.",
                            RETRY_SECONDS)
                    .exception();
        }
        if (mine >= maxPerTenant) {
            throw Problem.of(
                            ProblemType.TOO_MANY_STREAMS,
                            "The tenant has " + mine + " open streams here, as many as it may have.")
                    .withHeader("Retry-After", Integer.toString(RETRY_SECONDS))
                    .exception();
        }
        open.merge(tenant, 1, Integer::sum);
        total.incrementAndGet();
        return new Place(tenant);
    }

    private synchronized void release(String tenant) {
        open.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
        total.decrementAndGet();
    }

    void wrote(int count) {
        frames.increment(count);
    }

    boolean stopping() {
        return stopping;
    }

    /** No stream begins any more, and those that are open end at their next look. */
    synchronized void stop() {
        stopping = true;
    }
}
