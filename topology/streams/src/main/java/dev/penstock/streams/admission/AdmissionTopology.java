package dev.penstock.streams.admission;

import dev.penstock.admission.Policy;
import dev.penstock.admission.Table;
import dev.penstock.schemas.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Admission's topology: one processor around the core, with its tables as stores. One sub-topology on purpose: a task of Kafka Streams is then a
 * slot of the engine, and each command's events, dispatches and rows commit together. Its one source is {@code commands}, whose partition count
 * never changes; a grown source of a stateful sub-topology would stop the application.
 */
public final class AdmissionTopology {
    /** The application's id, and so its consumer group. */
    public static final String APPLICATION = "penstock-admission";

    static final String SOURCE = "commands";
    static final String ENGINE = "engine";
    static final String EVENTS = "events";
    static final String DISPATCH = "dispatch";
    static final String SIGNALS = "signals";
    static final String CONFIGS = "configs";
    static final String LIMITS = "limits";
    static final String DLQ = "dlq";

    private AdmissionTopology() {}

    /**
     * What a slot's processor is given.
     *
     * @param slots partitions of {@code commands} and {@code events}
     */
    public record Parts(
            int slots,
            Policy policy,
            StoreKind stores,
            RoleTopics roles,
            TickSender ticks,
            AdmissionMetrics metrics,
            SlotQueries queries) {}

    /** The topic that makes a table's rows durable; its partitions are the slots. */
    public static String changelog(Table table) {
        return APPLICATION + "-" + AdmissionStores.name(table) + "-changelog";
    }

    public static Topology build(Parts parts) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.COMMANDS);
        // A thread's tasks commit together, so they share a pacer; each thread initialises its own tasks.
        ThreadLocal<CommitPacer> pacers = ThreadLocal.withInitial(CommitPacer::new);
        topology.addProcessor(ENGINE, () -> new AdmissionProcessor(parts, pacers::get), SOURCE);
        for (Table table : Table.values()) {
            topology.addStateStore(AdmissionStores.builder(table, parts.stores()), ENGINE);
        }
        topology.addStateStore(new CommitHook.Builder(), ENGINE);
        ByteArraySerializer keys = new ByteArraySerializer();
        Serializer<Outbound> values = Outbound.serializer();
        topology.addSink(EVENTS, Topics.EVENTS, keys, values, Outbound.partitioner(parts.slots()), ENGINE);
        topology.addSink(DISPATCH, (key, outbound, context) -> outbound.topic(), keys, values, ENGINE);
        topology.addSink(SIGNALS, Topics.SIGNALS, keys, values, ENGINE);
        topology.addSink(CONFIGS, Topics.TENANT_CONFIG, keys, values, ENGINE);
        topology.addSink(LIMITS, Topics.ROLE_LIMITS, keys, values, ENGINE);
        topology.addSink(DLQ, Topics.DLQ, keys, values, ENGINE);
        return topology;
    }
}
