package dev.penstock.simulation.kafka.replay;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads one partition after another, each to the end that it had when sought; committed values only. It sees a group's offsets without joining it. */
final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_AT_ONCE = 5_000;

    /** A fetch that waits for more at the end of one partition holds up the first of the next. */
    private static final int FETCH_WAIT_MILLIS = 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable TopicPartition at;
    private Iterator<ConsumerRecord<byte[], byte[]>> batch = Collections.emptyIterator();
    private @Nullable ConsumerRecord<byte[], byte[]> beyond;
    private long end;

    PartitionReader(String bootstrapServers, String group) {
        consumer = new KafkaConsumer<>(
                config(bootstrapServers, group), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> config(String bootstrapServers, String group) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                "penstock-replay",
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MOST_AT_ONCE,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS,
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
    }

    /** @throws IllegalStateException when there is no such topic */
    int partitions(String topic) {
        if (!consumer.listTopics().containsKey(topic)) {
            throw new IllegalStateException(
                    "The cluster has no topic " + topic + ": nothing of Penstock has run there yet.");
        }
        return consumer.partitionsFor(topic).size();
    }

    long beginning(TopicPartition partition) {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** What the group has done of a partition: every offset below. */
    long committed(TopicPartition partition) {
        OffsetAndMetadata done = consumer.committed(Set.of(partition)).get(partition);
        return done == null ? 0 : done.offset();
    }

    void seek(TopicPartition partition, long offset) {
        at = partition;
        batch = Collections.emptyIterator();
        beyond = null;
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        extend();
    }

    /** Reads on to the present end. */
    void extend() {
        if (at != null) {
            end = consumer.endOffsets(List.of(at)).getOrDefault(at, 0L);
        }
    }

    long end() {
        return end;
    }

    /**
     * The next record, null at the end.
     *
     * @throws IllegalStateException when the broker stops answering
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() throws InterruptedException {
        ConsumerRecord<byte[], byte[]> next = beyond == null ? read() : beyond;
        beyond = next == null || next.offset() < end ? null : next;
        return beyond == null ? next : null;
    }

    private @Nullable ConsumerRecord<byte[], byte[]> read() throws InterruptedException {
        long begin = System.nanoTime();
        while (!batch.hasNext()) {
            if (at == null || consumer.position(at) >= end) {
                return null;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("Kafka gave no record for " + PATIENCE.toSeconds()
                        + " s before the end was reached: is the broker well?");
            }
            batch = consumer.poll(POLL).iterator();
        }
        return batch.next();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
