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
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
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

    private static Dispatch dispatch(String id) {
        return Dispatch.newBuilder()
                .setTenant(TestLog.TENANT)
                .setTaskId(id)
                .setRole(TestLog.ROLE)
                .setTier(Tier.TIER_NORMAL)
                .setAttempt(1)
                .build();
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        EmbeddedStack.shared().kafkaBootstrap(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "audit-test"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
