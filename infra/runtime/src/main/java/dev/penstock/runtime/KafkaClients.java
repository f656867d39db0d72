package dev.penstock.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Client settings that Penstock's processes share. Serdes are given to the clients as objects, not by name. */
public final class KafkaClients {
    private KafkaClients() {}

    public static Map<String, Object> common(Settings settings, String clientId) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.text(SettingNames.KAFKA_BOOTSTRAP));
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        return config;
    }

    /** An idempotent producer whose acknowledged writes survive a broker's loss. */
    public static Map<String, Object> producer(Settings settings, String clientId) {
        Map<String, Object> config = common(settings, clientId);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 3 << 20);
        return config;
    }

    /** A consumer that sees committed values only, from the earliest offset where it has none, and commits by hand. */
    public static Map<String, Object> consumer(Settings settings, String clientId, String group) {
        Map<String, Object> config = common(settings, clientId);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }
}
