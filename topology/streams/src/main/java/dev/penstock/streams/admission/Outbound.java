package dev.penstock.streams.admission;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * A record on its way out of the engine.
 *
 * @param topic where to; what a sink of one topic writes names that topic too
 * @param partition which partition, or {@link #ANY}
 */
record Outbound(String topic, int partition, byte[] value) {
    /** The producer picks the partition, and so spreads records over all. */
    static final int ANY = -1;

    static Serializer<Outbound> serializer() {
        return (topic, outbound) -> outbound.value();
    }

    /** Follows {@link #partition()} among {@code slots}. */
    static StreamPartitioner<byte[], Outbound> partitioner(int slots) {
        List<Optional<Set<Integer>>> partitions = IntStream.range(0, slots)
                .mapToObj(slot -> Optional.of(Set.of(slot)))
                .toList();
        return (topic, key, outbound, count) ->
                outbound.partition() == ANY ? Optional.empty() : partitions.get(outbound.partition());
    }
}
