package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskDead;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.TaskStarted;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.TenantConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes in and what is counted, against a real broker. */
class LoadIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static Settings settings = Settings.of(Map.of());

    @BeforeAll
    static void start() {
        EmbeddedStack.shared().createTopics();
        settings = EmbeddedStack.shared().settings();
    }

    @Test
    void shouldSubmitEachTaskOnceSpreadOverTenantsRolesAndTiers() throws Exception {
        try (LoadGenerator load = new LoadGenerator(settings, List.of("load-a", "load-b"))) {
            load.submit(42);
        }

        List<ConsumerRecord<byte[], byte[]>> found =
                read(topic -> Topics.intake(topic).isPresent(), 42);
        List<TaskRequest> requests = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : found) {
            requests.add(TaskRequest.parseFrom(record.value()));
        }
        assertThat(requests).hasSize(42).allMatch(r -> SubmitTime.millis(r.getCampaign()) > 0);
        assertThat(requests.stream().filter(r -> r.getTenant().equals("load-a")))
                .hasSize(21);
        assertThat(found.stream().map(ConsumerRecord::topic).distinct()).hasSize(21);
    }

    @Test
    void shouldPublishRisingVersionsOfTheCap() throws Exception {
        try (TenantLimits limits = new TenantLimits(settings, List.of("limits-a"))) {
            limits.cap(0);
            limits.cap(7);
        }

        List<TenantConfig> configs = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.TENANT_CONFIG::equals, 2)) {
            configs.add(TenantConfig.parseFrom(record.value()));
        }
        assertThat(configs.get(1).getVersion()).isGreaterThan(configs.get(0).getVersion());
        assertThat(configs.get(1).getAllocationsList()).allMatch(lane -> lane.getMaxConcurrent() == 7);
    }

    @Test
    void shouldCountWhatIsAcceptedStartedAndEnded() {
        TaskRef task =
                TaskRef.newBuilder().setCampaign(SubmitTime.campaign(1_000)).build();
        try (EventWatch watch = new EventWatch(settings);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        KafkaClients.producer(settings, "bench-test"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            send(producer, Event.newBuilder().setTask(task).setAccepted(TaskAccepted.newBuilder()));
            send(producer, Event.newBuilder().setTask(task).setAtMillis(1_250).setStarted(TaskStarted.newBuilder()));
            send(producer, Event.newBuilder().setTask(task).setSucceeded(TaskSucceeded.newBuilder()));
            send(producer, Event.newBuilder().setTask(task).setDead(TaskDead.newBuilder()));
            producer.flush();

            watch.awaitEnded(2, LIMIT);

            assertThat(watch.succeeded()).isOne();
            assertThat(watch.waits().percentile(0.5)).isEqualTo(250);
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Event.Builder event) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, event.build().toByteArray()));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Predicate<String> topics, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaClients.consumer(settings, "bench-test", "bench-test"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.listTopics().entrySet().stream()
                    .filter(topic -> topics.test(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (found.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }
}
