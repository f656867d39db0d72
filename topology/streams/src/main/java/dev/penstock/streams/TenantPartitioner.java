package dev.penstock.streams;

import dev.penstock.schemas.Slots;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends a record to the slot of the tenant that its key names. */
public final class TenantPartitioner implements StreamPartitioner<byte[], byte[]> {
    private final List<Optional<Set<Integer>>> slots;

    public TenantPartitioner(int slots) {
        this.slots = IntStream.range(0, slots)
                .mapToObj(slot -> Optional.of(Set.of(slot)))
                .toList();
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
        return slots.get(Slots.of(new String(key, StandardCharsets.UTF_8), slots.size()));
    }
}
