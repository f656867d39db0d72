package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.audit.rows.RowAudit;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.projections.ProjectionsApp;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Rows that the real projections have made of a log, and then differences that are planted among them. */
class RowAuditIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final EmbeddedStack stack = EmbeddedStack.shared();
    private final Settings settings = stack.settings();
    private final String tenant = "rows-" + UUID.randomUUID();
    private final int slot = Slots.of(tenant, EmbeddedStack.SLOTS);
    private final String done = UUID.randomUUID().toString();
    private final String dead = UUID.randomUUID().toString();
    private final String stopped = UUID.randomUUID().toString();

    @Test
    void shouldPassWhatTheProjectionsMadeAndNameEachPlantedDifference() throws Exception {
        stack.createTopics();
        long lastEvent = write();
        // Other tests' records are in the slot too, and each pass reads all of them.
        long severalPasses = lastEvent / 4 + 1;
        ProjectionsApp app = new ProjectionsApp(settings, new SimpleMeterRegistry());
        try (HikariDataSource database = Database.pool(settings, "test", 2)) {
            app.start();
            Await.until("the rows", LIMIT, () -> stored(database, "task_runs") > lastEvent);
            Await.until(
                    "the calls",
                    LIMIT,
                    () -> count(
                                    database,
                                    "SELECT count(*) FROM llm_calls WHERE status = 'ok' AND task_id = '" + done + "'")
                            == 1);

            assertThat(found(database, 500_000)).isEmpty();
            Await.until("nothing to come, of which transactions' ends are none", LIMIT, () -> new RowAudit(
                            stack.kafkaBootstrap(), database, progress -> {})
                    .run()
                    .note()
                    .startsWith("0 records still to come"));
            app.close();
            assertThat(found(database, severalPasses)).isEmpty();

            change(database, "UPDATE task_runs SET cost_micros = cost_micros + 5 WHERE task_id = '" + done + "'");
            change(database, "DELETE FROM task_runs WHERE task_id = '" + dead + "'");
            change(
                    database,
                    "INSERT INTO task_runs (tenant, task_id, accepted_at, role, tier, state, event_seq, event_offset) VALUES ('"
                            + tenant + "', gen_random_uuid(), now(), 'x', 'normal', 'QUEUED', 1, 1)");
            change(database, "UPDATE llm_calls SET status = 'started' WHERE task_id = '" + done + "'");
            change(database, "UPDATE campaigns SET succeeded = 2 WHERE tenant = '" + tenant + "'");

            for (long recordsPerPass : new long[] {500_000, severalPasses}) {
                assertThat(found(database, recordsPerPass))
                        .hasSize(5)
                        .anyMatch(text -> text.contains(done) && text.contains("cost_micros is '705', not '700'"))
                        .anyMatch(text -> text.contains(dead) && text.endsWith("is missing"))
                        .anyMatch(text -> text.contains("is there, and no record"))
                        .anyMatch(text -> text.startsWith("campaigns") && text.endsWith(": succeeded is '2', not '1'"))
                        .anyMatch(
                                text -> text.startsWith("llm_calls") && text.contains("status is 'started', not 'ok'"));
            }
        } finally {
            app.close();
        }
    }

    @Test
    void shouldNameAnOffsetThatIsAheadOfTheLog() throws Exception {
        stack.createTopics();
        try (HikariDataSource database = Database.pool(settings, "test", 1)) {
            String where = " WHERE projection = 'llm_calls' AND partition = 3";
            change(
                    database,
                    "INSERT INTO projection_offsets VALUES ('llm_calls', '" + Topics.LLM_CALLS
                            + "', 3, 0) ON CONFLICT DO NOTHING");
            change(database, "UPDATE projection_offsets SET next_offset = next_offset + 1000000" + where);
            try {
                InvariantResult result = new RowAudit(stack.kafkaBootstrap(), database, progress -> {}).run();

                assertThat(result.violations())
                        .anyMatch(v -> v.explanation().startsWith("projection_offsets of llm_calls say 1,0"));
            } finally {
                change(database, "UPDATE projection_offsets SET next_offset = next_offset - 1000000" + where);
            }
        }
    }

    /** What is found of the tenant of this test: others' logs are not all such as an engine writes. */
    private List<String> found(HikariDataSource database, long recordsPerPass) throws SQLException {
        InvariantResult result = new RowAudit(stack.kafkaBootstrap(), database, progress -> {}, recordsPerPass).run();
        assertThat(result.examined()).isGreaterThan(4);
        return result.violations().stream()
                .filter(v -> v.tenant().equals(tenant))
                .map(Violation::explanation)
                .toList();
    }

    private long write() throws Exception {
        TestLog log = TestLog.withCap(3)
                .whole(done)
                .accepted(dead)
                .granted(dead, 1, 1)
                .started(dead, 1)
                .dead(dead, 1, "attempt_timeout")
                .replayed(dead, 2, 4)
                .granted(dead, 2, 1)
                .accepted(stopped)
                .cancelled(stopped, 0)
                .progressed("spring", "running", 2, 1, 0, 0, 500)
                .progressed("spring", "succeeded", 2, 2, 0, 0, 900)
                .progressed("spring", "running", 3, 1, 1, 0, 700)
                .campaignCancelled("spring");
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafkaBootstrap(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        tenant),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (var call : log.calls) {
                String id = UUID.nameUUIDFromBytes((tenant + call.getCallId()).getBytes(StandardCharsets.UTF_8))
                        .toString();
                producer.send(new ProducerRecord<>(
                        Topics.LLM_CALLS,
                        slot,
                        key,
                        call.toBuilder().setTenant(tenant).setCallId(id).build().toByteArray()));
            }
            Future<RecordMetadata> last = null;
            for (var event : log.events) {
                last = producer.send(new ProducerRecord<>(
                        Topics.EVENTS,
                        slot,
                        key,
                        event.toBuilder().setTenant(tenant).build().toByteArray()));
            }
            producer.commitTransaction();
            return last == null ? 0 : last.get().offset();
        }
    }

    private long stored(HikariDataSource database, String projection) throws SQLException {
        return count(
                database,
                "SELECT coalesce(max(next_offset), 0) FROM projection_offsets WHERE projection = '" + projection
                        + "' AND partition = " + slot);
    }

    private static long count(HikariDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getLong(1);
        }
    }

    private static void change(HikariDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
