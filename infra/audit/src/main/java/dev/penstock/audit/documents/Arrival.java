package dev.penstock.audit.documents;

import dev.penstock.audit.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the projection has come. An offset is committed after the documents before it were written; perhaps not, where a commit failed and no other has followed. */
final class Arrival {
    /** The consumer group of the projection that writes documents of events. */
    static final String GROUP = "penstock-projection-mongo-events";

    private static final Duration LOOK = Duration.ofMillis(250);

    private final TopicReader reader;
    private final Admin admin;
    private final Map<TopicPartition, Long> begin;
    private Map<TopicPartition, Long> ends = Map.of();
    private Map<TopicPartition, Long> next = Map.of();
    private boolean stoodStill;

    Arrival(TopicReader reader, Admin admin, Map<TopicPartition, Long> begin) {
        this.reader = reader;
        this.admin = admin;
        this.begin = begin;
    }

    /**
     * Waits until the projection has taken what is on the log now, or for {@code patience}.
     *
     * @throws IllegalStateException when the broker does not answer
     */
    void await(Duration patience) throws InterruptedException {
        ends = reader.ends(begin.keySet());
        next = committed();
        Map<TopicPartition, Long> first = next;
        // The last records, since offsets count transactions' ends as well.
        Map<TopicPartition, Long> last = new HashMap<>();
        reader.read(
                "records to come",
                upTo(ends),
                ends,
                r -> last.put(new TopicPartition(r.topic(), r.partition()), r.offset()));
        long deadline = System.nanoTime() + patience.toNanos();
        while (isBehind(last) && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
            next = committed();
        }
        stoodStill = isBehind(last) && next.equals(first);
    }

    /** Where the log ended when the wait began. */
    long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** Where it goes on, as of the end of the wait; the beginning of a partition where it has not begun. */
    Map<TopicPartition, Long> next() {
        return next;
    }

    /** Whether it was behind and took nothing all the while. */
    boolean stoodStill() {
        return stoodStill;
    }

    private boolean isBehind(Map<TopicPartition, Long> last) {
        return last.entrySet().stream().anyMatch(record -> next.getOrDefault(record.getKey(), 0L) <= record.getValue());
    }

    /** From where what is to come can be read: it may be beyond the end already. */
    private Map<TopicPartition, Long> upTo(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> from = new HashMap<>();
        ends.forEach((partition, end) -> from.put(partition, Math.min(end, next.getOrDefault(partition, 0L))));
        return from;
    }

    private Map<TopicPartition, Long> committed() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> stored;
        try {
            stored = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not tell the offsets of " + GROUP + ": " + e.getMessage(), e);
        }
        Map<TopicPartition, Long> committed = new HashMap<>(begin);
        Set<TopicPartition> partitions = begin.keySet();
        stored.forEach((partition, offset) -> {
            // A partition that was never committed may come without an offset.
            if (offset != null && partitions.contains(partition)) {
                committed.merge(partition, offset.offset(), Math::max);
            }
        });
        return committed;
    }
}
