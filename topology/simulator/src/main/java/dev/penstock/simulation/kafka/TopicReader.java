package dev.penstock.simulation.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its first offset to the end that it had when asked; committed values only, in no group. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_AT_ONCE = 5_000;

    private final Duration patience;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param patience how long a read may see no progress before it gives up */
    TopicReader(String bootstrapServers, Duration patience) {
        this.patience = patience;
        consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        CommonClientConfigs.CLIENT_ID_CONFIG,
                        "penstock-what-if",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MOST_AT_ONCE,
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) patience.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    Collection<String> topics() {
        return consumer.listTopics().keySet();
    }

    /** What a topic holds: its partitions' first and last offsets when asked, the last excluded. */
    record Extent(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
        Extent {
            begin = Map.copyOf(begin);
            end = Map.copyOf(end);
        }

        /** Whether retention has taken the beginning of any partition. */
        boolean truncated() {
            return begin.values().stream().anyMatch(offset -> offset > 0);
        }

        long records() {
            return end.entrySet().stream()
                    .mapToLong(last -> last.getValue() - begin.getOrDefault(last.getKey(), 0L))
                    .sum();
        }
    }

    Extent extent(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        // Assigned first: the client warns of offsets that it learns of partitions it was not given.
        consumer.assign(partitions);
        return new Extent(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    /** @throws IllegalStateException when the broker stops answering */
    void read(Extent extent, Consumer<ConsumerRecord<byte[], byte[]>> sink) throws InterruptedException {
        Map<TopicPartition, Long> left = new HashMap<>(extent.end());
        consumer.assign(left.keySet());
        extent.begin().forEach(consumer::seek);
        long lastProgress = System.nanoTime();
        while (!left.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < extent.end().getOrDefault(partition, 0L)) {
                    sink.accept(record);
                }
            }
            if (!batch.isEmpty()) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new IllegalStateException("Kafka gave no record for " + patience.toSeconds()
                        + " s before the end was reached: is the broker well?");
            }
            // A partition that is written to meanwhile must not keep the others from being read.
            left.entrySet().removeIf(end -> {
                boolean read = consumer.position(end.getKey()) >= end.getValue();
                if (read) {
                    consumer.pause(List.of(end.getKey()));
                }
                return read;
            });
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
