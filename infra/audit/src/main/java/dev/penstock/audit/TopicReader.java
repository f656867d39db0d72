package dev.penstock.audit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their first offset to the end that they had when asked; committed values only, in no group. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_WAIT_MILLIS = 20;

    private final Map<String, Object> common;
    private final Duration patience;
    private final Consumer<AuditProgress> listener;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param patience how long a read may see no progress before it gives up */
    public TopicReader(Map<String, Object> common, Duration patience, Consumer<AuditProgress> listener) {
        this.patience = patience;
        this.listener = listener;
        this.common = Map.copyOf(common);
        consumer = consumer(common, patience, "read_committed");
    }

    private static KafkaConsumer<byte[], byte[]> consumer(
            Map<String, Object> common, Duration patience, String isolation) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        // A fetch that waits for more at the end of one partition holds up the first of the next: the client has one
        // under way.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public Collection<String> topics() {
        return consumer.listTopics().keySet();
    }

    public List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        // Assigned first: the client warns of offsets that it learns of partitions it was not given.
        consumer.assign(partitions);
        return consumer.beginningOffsets(partitions);
    }

    /** Where what is committed ends at present. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
        return consumer.endOffsets(partitions);
    }

    /** Where what is written ends at present, in transactions that are open too. */
    public Map<TopicPartition, Long> written(Collection<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> all = consumer(common, patience, "read_uncommitted")) {
            all.assign(partitions);
            return all.endOffsets(partitions);
        }
    }

    /** Reads on from {@code from} to the present ends; returns those. */
    public Map<TopicPartition, Long> read(
            String part, Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> ends = ends(from.keySet());
        read(part, from, ends, sink);
        return ends;
    }

    /**
     * Reads on from {@code from} up to {@code ends}, which must be those of what is committed.
     *
     * @throws IllegalStateException when the broker stops answering
     */
    public void read(
            String part,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        if (!readTo(part, from, ends, sink).isEmpty()) {
            throw new IllegalStateException("Kafka gave no record for " + patience.toSeconds()
                    + " s before the end was reached: is the broker well?");
        }
    }

    /**
     * Reads on from {@code from} up to {@code ends}, and waits for transactions that are open before them, as long as one of an engine that died may be. Returns the partitions
     * of which the end was not reached.
     */
    public Set<TopicPartition> readTo(
            String part,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        consumer.assign(from.keySet());
        // Who is assigned the same again finds paused what was read to its end.
        consumer.resume(from.keySet());
        from.forEach(consumer::seek);
        long lastProgress = System.nanoTime();
        long first = sum(from);
        long total = sum(ends) - first;
        while (!reached(ends)) {
            long before = position(ends);
            var batch = consumer.poll(POLL);
            batch.forEach(r -> {
                if (r.offset() < ends.getOrDefault(new TopicPartition(r.topic(), r.partition()), 0L)) {
                    sink.accept(r);
                }
            });
            if (position(ends) > before) {
                lastProgress = System.nanoTime();
                listener.accept(new AuditProgress(part, Math.min(total, position(ends) - first), total));
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                break;
            }
            pauseFinished(ends);
        }
        return ends.keySet().stream()
                .filter(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
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
