package dev.penstock.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.Health;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both applications over a real broker, with a worker that answers at once. */
class StreamsAppIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String COPY = "copywriter";
    private static final int SLOTS = EmbeddedStack.SLOTS;

    private static String bootstrap;
    private static Settings settings;
    private static Admin admin;
    private static Producer<byte[], byte[]> producer;
    private static EventLog events;

    private StreamsApp app;

    @BeforeAll
    static void startBroker() {
        EmbeddedStack stack = EmbeddedStack.shared();
        bootstrap = stack.kafkaBootstrap();
        settings = Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP, bootstrap,
                SettingNames.SLOTS, Integer.toString(SLOTS),
                SettingNames.STATE_DIR, stack.stateDir("streams").toString()));
        stack.createTopics();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        producer = FakeWorker.producer(bootstrap);
        events = new EventLog(bootstrap, SLOTS);
    }

    @AfterAll
    static void stop() {
        events.close();
        producer.close();
        admin.close();
    }

    @BeforeEach
    void startApp() throws Exception {
        app = started();
    }

    @AfterEach
    void stopApp() {
        app.close();
    }

    @Test
    void shouldCarryTasksFromIntakeToTheirEndInOrderAndOnce() throws Exception {
        String tenant = tenant();
        configure(Commands.config(tenant, 3, COPY));
        try (FakeWorker worker = new FakeWorker(bootstrap, SLOTS)) {
            for (int i = 0; i < 200; i++) {
                put(
                        Topics.tasks(COPY, Tier.TIER_NORMAL),
                        tenant,
                        "{\"tenant\":\"" + tenant + "\",\"input\":\"task " + i + "\"}");
            }
            awaitEnded(tenant, 200);
        }

        assertThat(events.count(tenant, KindCase.GRANTED)).isEqualTo(200);
        assertWholeAndDense(tenant);
        assertThat(events.of(tenant).stream()
                        .filter(Event::hasGranted)
                        .mapToInt(e -> e.getGranted().getLive())
                        .max())
                .hasValue(3);
        assertThat(app.health()).isEqualTo(Health.up("penstock-admission is RUNNING, penstock-intake is RUNNING"));
    }

    @Test
    void shouldGoOnAfterPoisonOfTenMegabytes() throws Exception {
        String tenant = tenant();
        configure(Commands.config(tenant, 3, COPY));
        String topic = Topics.tasks(COPY, Tier.TIER_URGENT);
        producer.send(new ProducerRecord<>(topic, 0, bytes(tenant), new byte[10 << 20]))
                .get();
        producer.send(new ProducerRecord<>(topic, 0, 0L, bytes(tenant), bytes("not json")));
        producer.send(new ProducerRecord<>(
                topic, 0, bytes(tenant), bytes("{\"tenant\":\"" + tenant + "\",\"input\":\"fine\"}")));
        producer.send(new ProducerRecord<>(Topics.TENANT_CONFIG, 0, bytes(tenant), bytes("not protobuf")));
        producer.flush();

        try (FakeWorker worker = new FakeWorker(bootstrap, SLOTS)) {
            awaitEnded(tenant, 1);
        }
        Await.until("the dead letters", LIMIT, () -> deadLetters(tenant).size() >= 3);
        assertThat(deadLetters(tenant)).containsExactlyInAnyOrder("too_large", "malformed", "malformed");
    }

    @Test
    void shouldPickUpGrownTopicsAndNewRolesWhileTasksFlow() throws Exception {
        String tenant = tenant();
        String role = "role-" + tenant;
        TenantConfig config = Commands.config(tenant, 5, COPY, role);
        configure(config);
        Await.until("the new role's dispatch topic", LIMIT, () -> exists(Topics.dispatch(role, Tier.TIER_BATCH)));
        String grown = Topics.tasks(COPY, Tier.TIER_BATCH);
        int before = partitions(grown);
        try (FakeWorker worker = new FakeWorker(bootstrap, SLOTS)) {
            putEach(grown, tenant, 0, 100, before);
            admin.createPartitions(Map.of(grown, NewPartitions.increaseTo(before + 3)))
                    .all()
                    .get();
            Await.until("the new partitions", LIMIT, () -> partitions(grown) == before + 3);
            putEach(grown, tenant, 100, 200, before + 3);
            putEach(Topics.tasks(role, Tier.TIER_BATCH), tenant, 200, 300, 1);
            awaitEnded(tenant, 300);
        }
        assertWholeAndDense(tenant);
        assertThat(app.health().ready()).isTrue();
    }

    @Test
    void shouldGoOnWhereItWasAfterARestart() throws Exception {
        String tenant = tenant();
        configure(Commands.config(tenant, 2, COPY));
        putEach(Topics.tasks(COPY, Tier.TIER_NORMAL), tenant, 0, 50, 1);
        Await.until("all to be accepted", LIMIT, () -> events.count(tenant, KindCase.ACCEPTED) == 50);

        app.close();
        app = started();
        try (FakeWorker worker = new FakeWorker(bootstrap, SLOTS)) {
            awaitEnded(tenant, 50);
        }

        assertWholeAndDense(tenant);
        assertThat(events.count(tenant, KindCase.GRANTED)).isEqualTo(50);
    }

    @Test
    void shouldSayWhyATaskWaitsWhicheverProcessIsAsked() throws Exception {
        List<String> tenants =
                IntStream.range(0, SLOTS).mapToObj(slot -> tenantOf(slot)).toList();
        for (String tenant : tenants) {
            configure(Commands.config(tenant, 1, COPY));
            putEach(Topics.tasks(COPY, Tier.TIER_NORMAL), tenant, 0, 2, 1);
            Await.until("all to be accepted", LIMIT, () -> events.count(tenant, KindCase.ACCEPTED) == 2);
        }
        Path other = EmbeddedStack.shared().stateDir("other-streams");
        try (StreamsApp second = started(settings.with(SettingNames.STATE_DIR, other.toString()));
                HttpClient http = HttpClient.newHttpClient()) {
            for (StreamsApp asked : List.of(app, second)) {
                Await.until("each tenant's answer", LIMIT, () -> tenants.stream()
                        .allMatch(tenant -> summary(http, asked, tenant, true).contains("\"limit\":\"no_worker\"")));
            }
            // No slot is worked on by both, so some of the answers came by way of the other process.
            assertThat(List.of(app, second)).anyMatch(asked -> tenants.stream()
                    .anyMatch(tenant -> summary(http, asked, tenant, false).contains("is being moved")));
        }
    }

    private static String summary(HttpClient http, StreamsApp app, String tenant, boolean forward) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://" + app.queryAddress() + "/internal/tenants/" + tenant + "/summary"));
        if (!forward) {
            request.header("Penstock-Forwarded", "1");
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tenantOf(int slot) {
        return Stream.generate(StreamsAppIntegrationTest::tenant)
                .filter(tenant -> Slots.of(tenant, SLOTS) == slot)
                .findFirst()
                .orElseThrow();
    }

    private static StreamsApp started() throws Exception {
        return started(settings);
    }

    private static StreamsApp started(Settings settings) throws Exception {
        StreamsApp app = new StreamsApp(settings, new SimpleMeterRegistry());
        app.start();
        return app;
    }

    /** Every task accepted once and ended once, and the tenant's events numbered without gap. */
    private static void assertWholeAndDense(String tenant) {
        List<Event> all = events.of(tenant);
        assertThat(all)
                .extracting(Event::getSeq)
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, all.size())
                        .boxed()
                        .toList());
        assertThat(all.stream().filter(Event::hasAccepted).map(e -> e.getTask().getTaskId()))
                .doesNotHaveDuplicates();
        assertThat(all.stream().filter(Event::hasSucceeded).map(e -> e.getTask().getTaskId()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .filter(Event::hasAccepted)
                        .map(e -> e.getTask().getTaskId())
                        .toList());
    }

    private static void awaitEnded(String tenant, int tasks) {
        Await.until(
                tasks + " tasks of " + tenant + " to end",
                LIMIT,
                () -> events.count(tenant, KindCase.SUCCEEDED) >= tasks);
    }

    private static void configure(TenantConfig config) throws Exception {
        producer.send(new ProducerRecord<>(Topics.TENANT_CONFIG, 0, bytes(config.getTenant()), config.toByteArray()))
                .get();
        Await.until("the configuration", LIMIT, () -> events.count(config.getTenant(), KindCase.CONFIGURED) == 1);
    }

    private static void put(String topic, String tenant, String json) {
        producer.send(new ProducerRecord<>(topic, bytes(tenant), bytes(json)));
    }

    private static void putEach(String topic, String tenant, int from, int to, int partitions) {
        for (int i = from; i < to; i++) {
            byte[] json = bytes("{\"tenant\":\"" + tenant + "\",\"input\":\"task " + i + "\"}");
            producer.send(new ProducerRecord<>(topic, i % partitions, bytes(tenant), json));
        }
        producer.flush();
    }

    private static int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }

    private static boolean exists(String topic) throws Exception {
        return admin.listTopics().names().get().contains(topic);
    }

    private static List<String> deadLetters(String tenant) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(Topics.DLQ, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> reasons = new java.util.ArrayList<>();
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    DeadLetter letter = DeadLetter.parseFrom(record.value());
                    if (letter.getTenant().equals(tenant)) {
                        reasons.add(letter.getReason());
                    }
                }
            }
            return reasons;
        }
    }

    private static String tenant() {
        return "t-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
