package dev.penstock.streams;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Limits;
import dev.penstock.streams.admission.AdmissionTopology;
import dev.penstock.streams.admission.RocksDbMemory;
import dev.penstock.streams.admission.SmallRocksDb;
import dev.penstock.streams.intake.DeadLetterBugs;
import dev.penstock.streams.intake.IntakeMetrics;
import dev.penstock.streams.intake.SkipTooLarge;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Configuration of the two Kafka Streams applications. */
final class StreamsConfigs {
    static final String INTAKE = "penstock-intake";
    static final String ADMISSION = AdmissionTopology.APPLICATION;

    /** A killed process is missed after this; the least that a broker allows by default. */
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 1_500;

    /** What a killed process left open is aborted after this at the latest; a restarted one aborts its own at once. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;

    /** Grown and new intake topics are noticed within this. */
    private static final int INTAKE_METADATA_MILLIS = 5_000;

    /** Punctuators run between polls, so a poll must not wait longer than they are to be exact. */
    private static final int POLL_MILLIS = 10;

    private static final int BATCH_BYTES = 256 << 10;
    private static final long PRODUCER_MEMORY_BYTES = 64L << 20;
    private static final int MAX_REQUEST_BYTES = 3 << 20;

    private StreamsConfigs() {}

    static Properties intake(Settings settings, StreamsSettings streams, IntakeMetrics metrics) {
        Properties config = common(settings, streams, INTAKE);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // What is taken in twice after a crash is dropped by the engine, so offsets need no hurry.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 500);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterBugs.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, SkipTooLarge.class);
        config.put(DeadLetterBugs.METRICS, metrics);
        consumer(config, ConsumerConfig.METADATA_MAX_AGE_CONFIG, INTAKE_METADATA_MILLIS);
        // The engine publishes configurations that it has put in force, and may take one back before it commits.
        consumer(config, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer(config, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        // Room for the largest record that an intake topic takes, and little more: hostile ones come in crowds.
        consumer(config, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Limits.MAX_INTAKE_RECORD_BYTES + (4 << 20));
        producer(config, ProducerConfig.LINGER_MS_CONFIG, 1);
        return config;
    }

    /** @param address that other processes find this one's slots at, host and port */
    static Properties admission(Settings settings, StreamsSettings streams, RocksDbMemory memory, String address) {
        Properties config = common(settings, streams, ADMISSION);
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                streams.commitInterval().toMillis());
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 2_000);
        config.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        config.put(SmallRocksDb.MEMORY, memory);
        consumer(config, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_000);
        producer(config, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        // A commit flushes whatever lingers, so this only lets batches fill.
        producer(config, ProducerConfig.LINGER_MS_CONFIG, 50);
        // The broker refuses the first writes of a transaction until the markers of the one before are written, which
        // takes it
        // milliseconds; by default the producer would come back only after 100.
        producer(config, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        producer(config, ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 1_000);
        return config;
    }

    private static Properties common(Settings settings, StreamsSettings streams, String applicationId) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text(SettingNames.KAFKA_BOOTSTRAP));
        config.put(StreamsConfig.CLIENT_ID_CONFIG, applicationId);
        config.put(StreamsConfig.STATE_DIR_CONFIG, streams.stateDir().toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streams.threads());
        // The newer protocol refuses pattern subscriptions and ignores what is set here about sessions.
        config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 0L);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        config.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        // No task joins partitions, so none waits for one that is empty.
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, InstanceId.of(streams.stateDir()));
        consumer(config, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer(config, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        consumer(config, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        producer(config, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        producer(config, ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_MEMORY_BYTES);
        producer(config, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        return config;
    }

    private static void consumer(Properties config, String name, Object value) {
        config.put(StreamsConfig.mainConsumerPrefix(name), value);
    }

    private static void producer(Properties config, String name, Object value) {
        config.put(StreamsConfig.producerPrefix(name), value);
    }
}
