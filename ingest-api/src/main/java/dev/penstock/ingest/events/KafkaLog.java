package dev.penstock.ingest.events;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@code penstock.events}, read_committed. Reads share {@link #READERS} consumers, so that however many clients catch up at once, they take a bounded
 * part of the broker and of this process.
 */
final class KafkaLog implements EventLog, AutoCloseable {
    static final int READERS = 3;

    /** One read ends after so many events or bytes of the tenant, or after so long. */
    static final int MAX_EVENTS = 500;

    static final int MAX_BYTES = 1 << 20;
    static final Duration MAX_TIME = Duration.ofSeconds(1);

    /** Longest wait for a consumer to become free, and for Kafka to answer. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final int slots;
    private final BlockingQueue<Consumer<byte[], byte[]>> idle = new LinkedBlockingQueue<>();

    KafkaLog(Settings settings, int slots) {
        this.slots = slots;
        Map<String, Object> config = KafkaClients.common(settings, "penstock-api-events");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_EVENTS);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        for (int i = 0; i < READERS; i++) {
            config.put(ConsumerConfig.CLIENT_ID_CONFIG, "penstock-api-events-" + i);
            idle.add(new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        }
    }

    @Override
    public Chunk read(String tenant, long offset) {
        return with(tenant, (consumer, slot) -> read(consumer, slot, tenant, offset));
    }

    @Override
    public Bounds bounds(String tenant) {
        return with(tenant, (consumer, slot) -> new Bounds(earliest(consumer, slot), end(consumer, slot)));
    }

    private static Chunk read(Consumer<byte[], byte[]> consumer, TopicPartition slot, String tenant, long offset) {
        long end = end(consumer, slot);
        if (offset >= end) {
            return new Chunk(List.of(), offset, true);
        }
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        List<TenantEvent> events = new ArrayList<>();
        int bytes = 0;
        long deadline = System.nanoTime() + MAX_TIME.toNanos();
        consumer.assign(List.of(slot));
        consumer.seek(slot, offset);
        long next = offset;
        while (next < end && events.size() < MAX_EVENTS && bytes < MAX_BYTES && System.nanoTime() < deadline) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (Arrays.equals(record.key(), key) && record.value() != null) {
                        event(record, tenant, events);
                        bytes += record.value().length;
                    }
                }
                next = consumer.position(slot);
            } catch (OffsetOutOfRangeException e) {
                // Retention has passed the offset: the first event that is left tells whether one of the tenant's is
                // missing.
                next = Math.max(next + 1, earliest(consumer, slot));
                consumer.seek(slot, next);
            }
        }
        return new Chunk(events, next, next >= end);
    }

    private static void event(ConsumerRecord<byte[], byte[]> record, String tenant, List<TenantEvent> events) {
        try {
            Event event = Event.parseFrom(record.value());
            // The key alone is not believed; and what has no seq belongs to no tenant's order.
            if (event.getTenant().equals(tenant) && event.getSeq() > 0) {
                events.add(new TenantEvent(new EventId(event.getSeq(), record.offset()), event));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "The record at offset " + record.offset() + " of " + record.topic() + " is no event", e);
        }
    }

    private static long end(Consumer<byte[], byte[]> consumer, TopicPartition slot) {
        return consumer.endOffsets(List.of(slot)).getOrDefault(slot, 0L);
    }

    private static long earliest(Consumer<byte[], byte[]> consumer, TopicPartition slot) {
        return consumer.beginningOffsets(List.of(slot)).getOrDefault(slot, 0L);
    }

    @FunctionalInterface
    private interface Use<T> {
        T apply(Consumer<byte[], byte[]> consumer, TopicPartition slot);
    }

    private <T> T with(String tenant, Use<T> use) {
        return borrow(consumer -> use.apply(consumer, new TopicPartition(Topics.EVENTS, Slots.of(tenant, slots))));
    }

    private <T> T borrow(Function<Consumer<byte[], byte[]>, T> use) {
        Consumer<byte[], byte[]> consumer;
        try {
            consumer = idle.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted", e);
        }
        if (consumer == null) {
            throw new UnavailableException(
                    "Too many clients catch up at once", new IllegalStateException("no free reader"));
        }
        try {
            return use.apply(consumer);
        } catch (InterruptException e) {
            throw new UnavailableException("Interrupted", e);
        } catch (KafkaException e) {
            throw new UnavailableException("Kafka does not answer: " + e.getMessage(), e);
        } finally {
            idle.add(consumer);
        }
    }

    /** Closes the readers as they become free. */
    @Override
    public void close() {
        for (int i = 0; i < READERS; i++) {
            borrowToClose();
        }
    }

    private void borrowToClose() {
        try {
            Consumer<byte[], byte[]> consumer = idle.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (consumer != null) {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
