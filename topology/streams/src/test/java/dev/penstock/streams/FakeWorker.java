package dev.penstock.streams;

import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Takes every committed dispatch and at once says that it started and succeeded. */
final class FakeWorker implements AutoCloseable {
    final AtomicLong taken = new AtomicLong();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final int slots;
    private final Thread thread;

    FakeWorker(String bootstrap, int slots) {
        this.slots = slots;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "fake-worker",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        4_000,
                        "metadata.max.age.ms",
                        1_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(Topics.DISPATCH_PATTERN);
        producer = producer(bootstrap);
        thread = Thread.ofPlatform().name("fake-worker").start(this::work);
    }

    static Producer<byte[], byte[]> producer(String bootstrap) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("max.request.size", 12 << 20);
        config.put("batch.size", 128 << 10);
        config.put("linger.ms", 2);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends a command to its tenant's slot. */
    static void send(Producer<byte[], byte[]> producer, int slots, Command command) {
        String tenant = command.getTenant();
        producer.send(new ProducerRecord<>(
                Topics.COMMANDS,
                Slots.of(tenant, slots),
                tenant.getBytes(StandardCharsets.UTF_8),
                command.toByteArray()));
    }

    private void work() {
        try (consumer) {
            while (true) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    Dispatch dispatch = Dispatch.parseFrom(record.value());
                    send(
                            producer,
                            slots,
                            Commands.start(dispatch.getTenant(), dispatch.getTaskId(), dispatch.getAttempt()));
                    send(
                            producer,
                            slots,
                            Commands.succeed(dispatch.getTenant(), dispatch.getTaskId(), dispatch.getAttempt()));
                    taken.incrementAndGet();
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (Exception e) {
            throw new IllegalStateException("The fake worker failed", e);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
