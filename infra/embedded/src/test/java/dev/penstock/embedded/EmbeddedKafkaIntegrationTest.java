package dev.penstock.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    @Test
    void shouldDeliverOnlyCommittedRecordsToAShareGroup() throws Exception {
        String kafka = EmbeddedStack.shared().kafkaBootstrap();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
                KafkaProducer<String, String> producer = producer(kafka, Map.of("transactional.id", "share-test"))) {
            createTopic(admin, "share-test");
            ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "share-test-group");
            admin.incrementalAlterConfigs(Map.of(
                            group,
                            List.of(
                                    set("share.isolation.level", "read_committed"),
                                    set("share.auto.offset.reset", "earliest"))))
                    .all()
                    .get();
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("share-test", "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("share-test", "committed"));
            producer.commitTransaction();

            assertThat(shareConsume(kafka, "share-test-group", "share-test")).containsExactly("committed");
        }
    }

    @Test
    void shouldTakeIntakeRecordsOfTwelveMebibytes() throws Exception {
        String kafka = EmbeddedStack.shared().kafkaBootstrap();
        EmbeddedStack.shared().createTopics();
        try (KafkaProducer<String, String> producer =
                producer(kafka, Map.of("max.request.size", 20 << 20, "buffer.memory", 64 << 20))) {
            var written = producer.send(new ProducerRecord<>("penstock.tasks.copywriter.batch", "x".repeat(10_000_000)))
                    .get();
            assertThat(written.serializedValueSize()).isEqualTo(10_000_000);
        }
    }

    @Test
    void shouldKeepDataWhenItsOwnJvmIsKilledAndStartedAgain() throws Exception {
        Path data = dir.resolve("kafka");
        ForkOptions options = ForkOptions.sameClasspath(256, dir.resolve("kafka.log"));
        EmbeddedKafka first = EmbeddedKafka.fork(data, 0, options);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()));
                KafkaProducer<String, String> producer = producer(first.bootstrapServers(), Map.of())) {
            createTopic(admin, "kept");
            producer.send(new ProducerRecord<>("kept", "before the kill")).get();
            first.process().destroyForcibly();
            first.process().onExit().get();
        } finally {
            first.close();
        }

        try (EmbeddedKafka second = EmbeddedKafka.fork(data, first.port(), options)) {
            assertThat(second.process().pid())
                    .isNotEqualTo(ProcessHandle.current().pid());
            assertThat(consumeOne(second.bootstrapServers(), "kept")).isEqualTo("before the kill");
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static void createTopic(Admin admin, String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                .all()
                .get();
    }

    private static KafkaProducer<String, String> producer(String kafka, Map<String, Object> more) {
        Map<String, Object> config = new java.util.HashMap<>(more);
        config.put("bootstrap.servers", kafka);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static List<String> shareConsume(String kafka, String group, String topic) {
        List<String> values = new ArrayList<>();
        Map<String, Object> config = Map.of("bootstrap.servers", kafka, "group.id", group);
        try (KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Await.until("a shared record", LIMIT, () -> {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
                return !values.isEmpty();
            });
            consumer.commitSync();
        }
        return values;
    }

    private static String consumeOne(String kafka, String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka, "group.id", "one", "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            return Await.value("a record", LIMIT, () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    return record.value();
                }
                return null;
            });
        }
    }
}
