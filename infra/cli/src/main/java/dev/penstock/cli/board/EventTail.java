package dev.penstock.cli.board;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows {@code penstock.events} on a thread of its own, committed events only, in no group. */
public final class EventTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<Event> sink;
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private EventTail(KafkaConsumer<byte[], byte[]> consumer, Consumer<Event> sink) {
        this.consumer = consumer;
        this.sink = sink;
        this.thread = Thread.ofPlatform().name("event-tail").daemon().unstarted(this::run);
    }

    /** Follows from the first event of the log. */
    public static EventTail fromStart(String bootstrapServers, Consumer<Event> sink) {
        EventTail tail = new EventTail(consumer(bootstrapServers), sink);
        List<TopicPartition> partitions = tail.consumer.partitionsFor(Topics.EVENTS).stream()
                .map(info -> new TopicPartition(Topics.EVENTS, info.partition()))
                .toList();
        tail.consumer.assign(partitions);
        tail.consumer.seekToBeginning(partitions);
        tail.thread.start();
        return tail;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "penstock-cli",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Throws what stopped it, if anything did. */
    public void check() {
        RuntimeException stopped = failure;
        if (stopped != null) {
            throw stopped;
        }
    }

    private void run() {
        try (consumer) {
            while (true) {
                for (var r : consumer.poll(POLL)) {
                    sink.accept(Event.parseFrom(r.value()));
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (InvalidProtocolBufferException e) {
            failure = new IllegalStateException("An event cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
