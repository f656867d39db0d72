package dev.penstock.projections;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers as the projections want them. */
final class ProjectionConsumers {
    static final String GROUP_PREFIX = "penstock-projection-";
    static final String BRIDGE_GROUP = "penstock-redis-bridge";
    static final String OUTPUT_GROUP = "penstock-redis-output";

    private static final int MAX_RECORDS = 10_000;
    private static final int FETCH_MAX_BYTES = 16 << 20;
    private static final int PARTITION_FETCH_BYTES = 4 << 20;

    /** A table's consumer lets the broker gather this much, but waits no longer than {@link #GATHER_MILLIS}: fewer, larger transactions. */
    private static final int GATHER_BYTES = 1 << 20;

    private static final int GATHER_MILLIS = 50;

    /** Somebody else takes over from a killed process after this long. */
    private static final int SESSION_MILLIS = 10_000;

    private ProjectionConsumers() {}

    static Consumer<byte[], byte[]> forTables(Settings settings, Projection projection) {
        Map<String, Object> config =
                common(settings, GROUP_PREFIX + projection.name().replace('_', '-'));
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHER_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, GATHER_MILLIS);
        return create(config);
    }

    /** What goes to Redis is taken as soon as it is there, since people watch. */
    static Consumer<byte[], byte[]> forRedis(Settings settings, String group) {
        return create(common(settings, group));
    }

    /** What goes to MongoDB is gathered a little, as what goes to tables is. */
    static Consumer<byte[], byte[]> forMongo(Settings settings, MongoDocuments documents) {
        Map<String, Object> config =
                common(settings, GROUP_PREFIX + documents.name().replace('_', '-'));
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHER_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, GATHER_MILLIS);
        return create(config);
    }

    private static Map<String, Object> common(Settings settings, String group) {
        Map<String, Object> config = KafkaClients.consumer(settings, group, group);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return config;
    }

    private static Consumer<byte[], byte[]> create(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
