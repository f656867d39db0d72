package dev.penstock.audit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their first offset to the end that they had when asked; committed values only, in no group. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Duration patience;
    private final Consumer<AuditProgress> listener;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param patience how long a read may see no progress before it gives up */
    TopicReader(Map<String, Object> common, Duration patience, Consumer<AuditProgress> listener) {
        this.patience = patience;
        this.listener = listener;
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Collection<String> topics() {
        return consumer.listTopics().keySet();
    }

    List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        // Assigned first: the client warns of offsets that it learns of partitions it was not given.
        consumer.assign(partitions);
        return consumer.beginningOffsets(partitions);
    }

    /** Reads on from {@code from} to the present ends; returns those. */
    Map<TopicPartition, Long> read(
            String part, Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
        long lastProgress = System.nanoTime();
        long first = sum(from);
        long total = sum(ends) - first;
        while (!reached(ends)) {
            var batch = consumer.poll(POLL);
            batch.forEach(r -> {
                if (r.offset() < ends.getOrDefault(new TopicPartition(r.topic(), r.partition()), 0L)) {
                    sink.accept(r);
                }
            });
            if (!batch.isEmpty()) {
                lastProgress = System.nanoTime();
                listener.accept(new AuditProgress(part, Math.min(total, position(ends) - first), total));
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new IllegalStateException("Kafka gave no record for " + patience.toSeconds()
                        + " s before the end was reached: is the broker well?");
            }
            pauseFinished(ends);
        }
        return ends;
    }

    private long position(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.min(end.getValue(), consumer.position(end.getKey())))
                .sum();
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** A partition that is written to meanwhile must not keep the others from being read. */
    private void pauseFinished(Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> {
            if (consumer.position(partition) >= end) {
                consumer.pause(List.of(partition));
            }
        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}
