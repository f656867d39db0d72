package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The auditor against a real broker: what was committed counts, what was aborted does not. */
class AuditorIntegrationTest {
    private static final byte[] KEY = TestLog.TENANT.getBytes(StandardCharsets.UTF_8);
    private static final String DISPATCH = Topics.dispatch(TestLog.ROLE, Tier.TIER_NORMAL);

    @Test
    void shouldFoldWhatWasCommittedAndSeeWhatIsMissing() throws Exception {
        EmbeddedStack.shared().createTopics();
        Auditor auditor = Auditor.of(EmbeddedStack.shared().kafkaBootstrap());
        TestLog log = TestLog.withCap(1).whole("a").whole("b");
        List<Event> events = log.events;
        try (KafkaProducer<byte[], byte[]> producer = producer("audit-test")) {
            producer.beginTransaction();
            events.forEach(e -> producer.send(new ProducerRecord<>(Topics.EVENTS, 2, KEY, e.toByteArray())));
            log.calls.forEach(c -> producer.send(new ProducerRecord<>(Topics.LLM_CALLS, 2, KEY, c.toByteArray())));
            producer.send(new ProducerRecord<>(DISPATCH, KEY, dispatch("a").toByteArray()));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(DISPATCH, KEY, dispatch("b").toByteArray()));
            producer.flush();
            producer.abortTransaction();

            AuditReport missing = auditor.audit(AuditOptions.DEFAULT, List.of());

            assertThat(missing.events()).isEqualTo(events.size());
            assertThat(missing.of(Invariant.I5).violations())
                    .extracting(Violation::task)
                    .containsExactly("b");

            producer.beginTransaction();
            producer.send(new ProducerRecord<>(DISPATCH, KEY, dispatch("b").toByteArray()));
            producer.commitTransaction();
        }
        AuditReport whole =
                auditor.audit(AuditOptions.DEFAULT.withQuiet(true), List.of(new Submission(TestLog.TENANT, "a", true)));

        assertThat(AuditTable.render(whole)).contains("every invariant holds");
        assertThat(whole.dispatches()).isEqualTo(2);
        assertThat(whole.ledger().booked()).isEqualTo(2 * TestLog.COST);
    }

    @Test
    void shouldWaitForADispatchThatAnOpenTransactionOfAnotherHides() throws Exception {
        EmbeddedStack.shared().createTopics();
        String topic = Topics.dispatch("data-analyst", Tier.TIER_BATCH);
        byte[] key = "hidden".getBytes(StandardCharsets.UTF_8);
        Auditor auditor = Auditor.of(EmbeddedStack.shared().kafkaBootstrap());
        try (KafkaProducer<byte[], byte[]> stalled = producer("audit-stalled");
                KafkaProducer<byte[], byte[]> producer = producer("audit-other")) {
            stalled.beginTransaction();
            stalled.send(new ProducerRecord<>(topic, key, dispatch("stalled").toByteArray()))
                    .get();
            producer.beginTransaction();
            for (Event e : hidden()) {
                producer.send(new ProducerRecord<>(Topics.EVENTS, 1, key, e.toByteArray()));
            }
            producer.send(new ProducerRecord<>(
                    topic, key, dispatch("h", "hidden", "data-analyst").toByteArray()));
            producer.commitTransaction();
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    stalled::abortTransaction, CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS));

            AuditReport report = auditor.audit(AuditOptions.DEFAULT, List.of());
            end.join();

            assertThat(report.of(Invariant.I5).violations())
                    .extracting(Violation::tenant)
                    .doesNotContain("hidden");
        }
    }

    private static List<Event> hidden() {
        TestLog log = TestLog.withCap(1).accepted("h").granted("h", 1, 1);
        return log.events.stream()
                .map(e -> e.toBuilder().setTenant("hidden"))
                .map(e -> e.hasTask()
                        ? e.setTask(
                                e.getTask().toBuilder().setRole("data-analyst").setTier(Tier.TIER_BATCH))
                        : e)
                .map(Event.Builder::build)
                .toList();
    }

    private static Dispatch dispatch(String id, String tenant, String role) {
        return dispatch(id).toBuilder()
                .setTenant(tenant)
                .setRole(role)
                .setTier(Tier.TIER_BATCH)
                .build();
    }

    private static Dispatch dispatch(String id) {
        return Dispatch.newBuilder()
                .setTenant(TestLog.TENANT)
                .setTaskId(id)
                .setRole(TestLog.ROLE)
                .setTier(Tier.TIER_NORMAL)
                .setAttempt(1)
                .build();
    }

    private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        EmbeddedStack.shared().kafkaBootstrap(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
