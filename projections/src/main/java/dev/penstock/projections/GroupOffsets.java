package dev.penstock.projections;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a target has come that its consumer group keeps: for writes that may be made twice, since an offset is committed after what came before it was written. */
final class GroupOffsets {
    private final Consumer<byte[], byte[]> consumer;

    GroupOffsets(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** What is committed; where nothing is, or what follows has been deleted, the earliest there is. */
    Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> positions = new HashMap<>(consumer.beginningOffsets(partitions));
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        committed.forEach((partition, offset) -> {
            // A partition that was never committed comes without an offset.
            if (offset != null) {
                positions.merge(partition, offset.offset(), Math::max);
            }
        });
        return positions;
    }

    /** Asynchronous: one that fails is made good by the next, and until then a restart only writes again what is there. */
    void commit(List<ConsumerRecord<byte[], byte[]>> written) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        written.forEach(record -> next.put(
                new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1)));
        consumer.commitAsync(next, null);
    }
}
