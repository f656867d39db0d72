package dev.penstock.workers.dispatch;

import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.attempt.StopReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of one role. No meter knows of tenants. */
public final class RoleMeters {
    private static final Logger LOG = LoggerFactory.getLogger(RoleMeters.class);
    private static final String PREFIX = "penstock.workers.";

    private final MeterRegistry registry;
    private final String role;
    private final AtomicInteger running = new AtomicInteger();
    private final Counter started;
    private final Timer startLatency;
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter cost;
    private final ConcurrentMap<String, Counter> ended = new ConcurrentHashMap<>();

    public RoleMeters(MeterRegistry registry, String role, SlotPool slots) {
        this.registry = registry;
        this.role = role;
        Gauge.builder(PREFIX + "running", running, AtomicInteger::get)
                .description("Attempts that run")
                .tag("role", role)
                .strongReference(true)
                .register(registry);
        Gauge.builder(PREFIX + "slots", slots, SlotPool::size)
                .description("Attempts that may run at once")
                .tag("role", role)
                .strongReference(true)
                .register(registry);
        started = counter("started", "Attempts started");
        startLatency = Timer.builder(PREFIX + "start.latency")
                .description("From taking a dispatch record to running its attempt")
                .tag("role", role)
                .register(registry);
        inputTokens = counter("tokens.input", "Input tokens of ended attempts");
        outputTokens = counter("tokens.output", "Output tokens of ended attempts");
        cost = counter("cost.micros", "Micro-dollars of ended attempts");
    }

    void started(long takenAtNanos) {
        running.incrementAndGet();
        started.increment();
        startLatency.record(System.nanoTime() - takenAtNanos, TimeUnit.NANOSECONDS);
    }

    void finished(Outcome outcome, boolean told) {
        switch (outcome) {
            case Outcome.Success success -> spent(success.usage());
            case Outcome.Failure failure -> spent(failure.usage());
            case Outcome.Deferred ignored -> {}
            case Outcome.Accepted ignored -> {}
        }
        ended(told ? name(outcome) : "unreported");
    }

    void stopped(StopReason reason) {
        ended(reason.code());
    }

    void over() {
        running.decrementAndGet();
    }

    /** A record that needed no run: taken before, or its attempt is over. */
    void skipped() {
        ended("skipped");
    }

    /** A record handed back, since its start could not be written. */
    void released() {
        ended("released");
    }

    /** Settlements of a partition that did not reach the broker; it hands the records out again. */
    void unsettled(Exception failure) {
        LOG.warn("Settlements of {} were lost: {}", role, failure.toString());
        ended("unsettled");
    }

    void deadLetter(DeadLetterReason reason) {
        ended("dead_letter_" + reason.code());
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success ignored -> "success";
            case Outcome.Failure failure -> failure.kind().code();
            case Outcome.Deferred deferred -> deferred.reason();
            case Outcome.Accepted ignored -> "accepted";
        };
    }

    private void spent(Usage usage) {
        inputTokens.increment(usage.getInputTokens());
        outputTokens.increment(usage.getOutputTokens());
        cost.increment(usage.getCostMicros());
    }

    private void ended(String outcome) {
        ended.computeIfAbsent(outcome, name -> Counter.builder(PREFIX + "ended")
                        .description("Dispatch records dealt with, by what came of them")
                        .tag("role", role)
                        .tag("outcome", name)
                        .register(registry))
                .increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tag("role", role)
                .register(registry);
    }
}
