package dev.penstock.streams;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed events as they come, per tenant in their order. */
final class EventLog implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<Event>> events = new ConcurrentHashMap<>();
    private final Thread reader;

    EventLog(String bootstrap, int slots) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = java.util.stream.IntStream.range(0, slots)
                .mapToObj(slot -> new TopicPartition(Topics.EVENTS, slot))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reader = Thread.ofPlatform().name("event-log").start(this::read);
    }

    List<Event> of(String tenant) {
        return events.getOrDefault(tenant, List.of());
    }

    long count(String tenant, Event.KindCase kind) {
        return of(tenant).stream().filter(e -> e.getKindCase() == kind).count();
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    Event event = Event.parseFrom(record.value());
                    events.computeIfAbsent(event.getTenant(), t -> new CopyOnWriteArrayList<>())
                            .add(event);
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (Exception e) {
            throw new IllegalStateException("Cannot read the events", e);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
