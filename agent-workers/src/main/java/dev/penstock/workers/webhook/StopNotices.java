package dev.penstock.workers.webhook;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.ProtoSerde;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which attempts the engine has ended, and has those runtimes told that may work on one. The workers share this as a consumer group: each end is
 * told by one of them, and an offset is committed when the notices before it are done with, so that a worker that dies leaves its notices to
 * the next. Then one may come twice, under the same id.
 */
final class StopNotices implements AutoCloseable {
    static final String GROUP = "penstock-stop-notices";

    /** An end that is older interests nobody, such as after an outage of all workers. */
    static final Duration STALE = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(StopNotices.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration JOIN = Duration.ofSeconds(5);
    private static final int SESSION_MILLIS = 10_000;
    private static final TopicPartition SIGNALS = new TopicPartition(Topics.SIGNALS, 0);

    /** Of the engine's own accord. A start or heartbeat that it refuses is its worker's business. */
    private static final Set<String> REASONS = Set.of("cancelled", "expired", "lease_lapsed", "attempt_timeout");

    private final Deserializer<AttemptEnded> decoder =
            ProtoSerde.of(AttemptEnded.parser()).deserializer();
    private final TenantRuntimes runtimes;
    private final StopSender sender;
    private final InstantSource clock;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ConcurrentSkipListSet<Long> underWay = new ConcurrentSkipListSet<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker-stop-notices").unstarted(this::run);
    private long committed = -1;
    private volatile boolean closing;

    StopNotices(Settings settings, String clientId, TenantRuntimes runtimes, StopSender sender, InstantSource clock) {
        this.runtimes = runtimes;
        this.sender = sender;
        this.clock = clock;
        Map<String, Object> config = KafkaClients.consumer(settings, clientId + "-stop-notices", GROUP);
        // So long the notices of a worker wait for the next one that is killed.
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (thread.isAlive() && !thread.join(JOIN)) {
                LOG.warn("The reader of ends for notices did not end within {}", JOIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            consumer.close();
        }
    }

    private void run() {
        consumer.subscribe(List.of(Topics.SIGNALS));
        while (!closing) {
            try {
                consumer.poll(POLL).forEach(this::hear);
                commit();
            } catch (WakeupException e) {
                // Closing.
            } catch (KafkaException e) {
                LOG.warn("Cannot read {}, trying again: {}", Topics.SIGNALS, e.toString());
                pause();
            }
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        AttemptEnded ended;
        try {
            ended = decoder.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            LOG.warn("Skipped the signal at offset {}: {}", record.offset(), e.getMessage());
            return;
        }
        if (ended != null && isToBeTold(ended, record.timestamp())) {
            underWay.add(record.offset());
            sender.send(ended, () -> underWay.remove(record.offset()));
        }
    }

    private boolean isToBeTold(AttemptEnded ended, long atMillis) {
        return ended.getWorkerId().isEmpty()
                && REASONS.contains(ended.getReason())
                && clock.millis() - atMillis < STALE.toMillis()
                && runtimes.has(ended.getTenant(), ended.getRole());
    }

    /** What is done with, up to the first notice that is not. */
    private void commit() {
        if (!consumer.assignment().contains(SIGNALS)) {
            committed = -1;
            return;
        }
        long read = consumer.position(SIGNALS);
        Long first = underWay.ceiling(0L);
        long done = first == null ? read : Math.min(read, first);
        if (done != committed) {
            consumer.commitSync(Map.of(SIGNALS, new OffsetAndMetadata(done)));
            committed = done;
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            closing = true;
        }
    }
}
