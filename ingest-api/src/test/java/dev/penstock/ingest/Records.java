package dev.penstock.ingest;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what lies on a topic under a tenant's key. */
public final class Records {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Records() {}

    /** All records of {@code topic} so far whose key is {@code tenant}, once there are at least {@code count}. */
    public static List<ConsumerRecord<byte[], byte[]>> of(Settings settings, String topic, String tenant, int count) {
        Map<String, Object> config = KafkaClients.common(settings, "test-reader");
        config.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            Await.until(count + " records on " + topic, LIMIT, () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (tenant.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                        found.add(record);
                    }
                });
                return found.size() >= count;
            });
            return found;
        }
    }
}
