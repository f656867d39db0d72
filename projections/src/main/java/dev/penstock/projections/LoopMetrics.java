package dev.penstock.projections;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Meters of one projection, tagged with its name. */
final class LoopMetrics {
    private final AtomicLong lag = new AtomicLong();
    private final Timer batchTime;
    private final Timer delay;
    private final DistributionSummary batchRecords;
    private final Counter rows;
    private final Counter fenced;
    private final Counter failures;
    private final Counter deadLetters;
    private final Counter skipped;

    LoopMetrics(MeterRegistry registry, String projection) {
        Tags tags = Tags.of("projection", projection);
        registry.gauge("penstock.projection.lag.records", tags, lag);
        batchTime = registry.timer("penstock.projection.batch", tags);
        delay = registry.timer("penstock.projection.delay", tags);
        batchRecords = registry.summary("penstock.projection.batch.records", tags);
        rows = registry.counter("penstock.projection.rows", tags);
        fenced = registry.counter("penstock.projection.fenced", tags);
        failures = registry.counter("penstock.projection.failures", tags);
        deadLetters = registry.counter("penstock.projection.dead.letters", tags);
        skipped = registry.counter("penstock.projection.skipped", tags);
    }

    /** Work that may fail as a {@link BatchTarget} does. */
    interface Work {
        void on(List<ConsumerRecord<byte[], byte[]>> batch) throws Exception;
    }

    /** Runs {@code work} and notes the batch once it succeeded. The delay is that of the batch's last record, from its timestamp. */
    void batch(List<ConsumerRecord<byte[], byte[]>> batch, Work work) throws Exception {
        long start = System.nanoTime();
        work.on(batch);
        batchTime.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        batchRecords.record(batch.size());
        delay.record(Math.max(0, System.currentTimeMillis() - batch.getLast().timestamp()), TimeUnit.MILLISECONDS);
    }

    void lag(long records) {
        lag.set(records);
    }

    long lag() {
        return lag.get();
    }

    void rows(int count) {
        rows.increment(count);
    }

    void fenced() {
        fenced.increment();
    }

    void failed() {
        failures.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    /** Events that were there already. */
    void skipped(int count) {
        skipped.increment(count);
    }
}
