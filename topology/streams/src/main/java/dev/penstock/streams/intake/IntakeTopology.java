package dev.penstock.streams.intake;

import dev.penstock.schemas.Topics;
import dev.penstock.streams.TenantPartitioner;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;

/**
 * Intake's topology: three stateless parts, for tasks, for tenants' configuration and for limits of roles, all ending in {@code commands}.
 *
 * <p>They share no node, so that they are sub-topologies of their own: the partitions of the task topics may grow at any time. Records are read
 * as bytes, so that no deserializer can stop the application, and take broker-independent wall-clock time, so that a forged time stamp cannot
 * either.
 */
public final class IntakeTopology {
    static final String TASKS = "tasks";
    static final String CONFIGS = "configs";
    static final String LIMITS = "limits";
    private static final String COMMANDS = "-commands";
    private static final String DLQ = "-dlq";

    private IntakeTopology() {}

    /**
     * Builds it for an engine of {@code slots} slots.
     *
     * @param insecureWebhooks whether tenants' runtimes may be reached by plain HTTP
     */
    public static Topology build(int slots, boolean insecureWebhooks, IntakeMetrics metrics) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                TASKS + "-source",
                new WallclockTimestampExtractor(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.TASKS_PATTERN);
        topology.addProcessor(TASKS, () -> new TaskProcessor(outlet(TASKS), metrics), TASKS + "-source");
        addSinks(topology, TASKS, new TenantPartitioner(slots));
        addSource(topology, CONFIGS, Topics.TENANT_CONFIG);
        topology.addProcessor(
                CONFIGS, () -> new ConfigProcessor(outlet(CONFIGS), insecureWebhooks, metrics), CONFIGS + "-source");
        addSinks(topology, CONFIGS, new TenantPartitioner(slots));
        addSource(topology, LIMITS, Topics.ROLE_LIMITS);
        topology.addProcessor(LIMITS, () -> new RoleLimitsProcessor(outlet(LIMITS), metrics), LIMITS + "-source");
        Optional<Set<Integer>> all =
                Optional.of(IntStream.range(0, slots).boxed().collect(Collectors.toSet()));
        addSinks(topology, LIMITS, (topic, key, value, partitions) -> all);
        return topology;
    }

    private static void addSource(Topology topology, String name, String topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name + "-source",
                new WallclockTimestampExtractor(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic);
    }

    private static Outlet outlet(String parent) {
        return new Outlet(parent + COMMANDS, parent + DLQ);
    }

    private static void addSinks(Topology topology, String parent, StreamPartitioner<byte[], byte[]> partitioner) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        topology.addSink(parent + COMMANDS, Topics.COMMANDS, bytes, bytes, partitioner, parent);
        topology.addSink(parent + DLQ, Topics.DLQ, bytes, bytes, parent);
    }

    /** Names of a processor's two sinks. */
    record Outlet(String commands, String dlq) {}
}
