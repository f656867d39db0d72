package dev.penstock.simulation.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.admission.Table;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.TopicReader;
import dev.penstock.audit.Violation;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.Success;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.streams.StreamsApp;
import dev.penstock.streams.admission.AdmissionTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A log that the real engine has written to a real broker, played again; then differences that are planted in it. */
class LogReplayIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ROLE = "copywriter";
    private static final int TASKS = 5;

    private final EmbeddedStack stack = EmbeddedStack.shared();
    private final Map<String, Object> kafka =
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.kafkaBootstrap());
    private final Settings settings = Settings.of(Map.of(
            SettingNames.KAFKA_BOOTSTRAP, stack.kafkaBootstrap(),
            SettingNames.SLOTS, Integer.toString(EmbeddedStack.SLOTS),
            SettingNames.STATE_DIR, stack.stateDir("replay").toString()));
    private final String tenant = "replay-" + UUID.randomUUID();
    private final byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
    private final int slot = Slots.of(tenant, EmbeddedStack.SLOTS);

    @Test
    void shouldGiveWhatTheEngineGaveAndNameEachPlantedDifference() throws Exception {
        stack.createTopics();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            try (StreamsApp app = new StreamsApp(settings, new SimpleMeterRegistry())) {
                app.start();
                work(producer);
                // The engine is still there, and writes what it decides by the clock.
                List<InvariantResult> atWork = replay();
                assertThat(violations(atWork)).isEmpty();
                assertThat(atWork).allMatch(result -> result.examined() >= TASKS);
                assertThat(atWork).allMatch(result -> result.note().equals(EmbeddedStack.SLOTS + " slots replayed"));
            }
            assertThat(violations(replay())).isEmpty();

            put(
                    producer,
                    Topics.EVENTS,
                    slot,
                    Event.newBuilder().setTenant(tenant).setSeq(99).build().toByteArray());
            put(producer, AdmissionTopology.changelog(Table.TENANTS), slot, new byte[] {1, 2, 3});
            int other = (slot + 1) % EmbeddedStack.SLOTS;
            put(producer, Topics.COMMANDS, other, command().build().toByteArray());
            shorten(new TopicPartition(Topics.COMMANDS, other));
        }
        List<InvariantResult> planted = replay();

        assertThat(violations(planted))
                .hasSize(2)
                .allMatch(violation -> violation.partition() == slot)
                .as("one of rows, one of events")
                .extracting(Violation::offset)
                .doesNotHaveDuplicates();
        assertThat(planted).allMatch(result -> result.violationCount() == 1);
        assertThat(planted).allMatch(result -> result.note().contains("NOT replayed"));
    }

    private List<InvariantResult> replay() throws InterruptedException {
        return new LogReplay(stack.kafkaBootstrap(), settings, progress -> {}).run();
    }

    private static List<Violation> violations(List<InvariantResult> results) {
        return results.stream().flatMap(result -> result.violations().stream()).toList();
    }

    /** Tasks one after the other under a cap of 1, each granted by the end of the one before. */
    private void work(KafkaProducer<byte[], byte[]> producer) {
        send(
                producer,
                command()
                        .setConfigure(TenantConfig.newBuilder()
                                .setTenant(tenant)
                                .setPlan("free")
                                .setVersion(1)
                                .addAllocations(Allocation.newBuilder()
                                        .setRole(ROLE)
                                        .setEnabled(true)
                                        .setMaxConcurrent(1))));
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            String id = UUID.randomUUID().toString();
            tasks.add(id);
            send(
                    producer,
                    command()
                            .setSubmit(SubmitTask.newBuilder()
                                    .setTaskId(id)
                                    .setRole(ROLE)
                                    .setTier(Tier.TIER_NORMAL)
                                    .setInput("text")
                                    .setRequestHash(ByteString.copyFrom(new byte[32]))));
        }
        for (int i = 0; i < TASKS; i++) {
            int granted = i + 1;
            Await.until("a grant", LIMIT, () -> count(KindCase.GRANTED) == granted);
            send(
                    producer,
                    command()
                            .setStart(StartAttempt.newBuilder()
                                    .setTaskId(tasks.get(i))
                                    .setAttempt(1)
                                    .setWorkerId("w")));
            send(
                    producer,
                    command()
                            .setFinish(FinishAttempt.newBuilder()
                                    .setTaskId(tasks.get(i))
                                    .setAttempt(1)
                                    .setWorkerId("w")
                                    .setSuccess(Success.newBuilder().setOutput("text"))));
        }
        Await.until("the last end", LIMIT, () -> count(KindCase.SUCCEEDED) == TASKS);
    }

    private long count(KindCase kind) {
        List<Event> events = new ArrayList<>();
        try (TopicReader reader = new TopicReader(kafka, LIMIT, progress -> {})) {
            TopicPartition partition = new TopicPartition(Topics.EVENTS, slot);
            reader.read("events", reader.beginnings(List.of(partition)), record -> {
                try {
                    events.add(Event.parseFrom(record.value()));
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            });
        }
        return events.stream()
                .filter(event -> event.getTenant().equals(tenant) && event.getKindCase() == kind)
                .count();
    }

    private Command.Builder command() {
        return Command.newBuilder().setTenant(tenant);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Command.Builder command) {
        put(producer, Topics.COMMANDS, slot, command.build().toByteArray());
    }

    private void put(KafkaProducer<byte[], byte[]> producer, String topic, int partition, byte[] value) {
        producer.send(new ProducerRecord<>(topic, partition, key, value));
        producer.flush();
    }

    /** Does what retention does. */
    private void shorten(TopicPartition partition) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }
    }
}
