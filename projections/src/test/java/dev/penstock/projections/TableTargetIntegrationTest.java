package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and offsets in a real PostgreSQL; what Kafka would bring is handed over directly, to cut it wherever the test wants. */
class TableTargetIntegrationTest {
    private static final TopicPartition P0 = new TopicPartition(Topics.EVENTS, 0);
    private static final long NOW = System.currentTimeMillis();
    private static HikariDataSource pool;

    private final MockProducer<byte[], byte[]> dlq =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final String tenant = "t-" + UUID.randomUUID();
    private final String projection = "test-" + UUID.randomUUID();
    private TableTarget target;

    @BeforeAll
    static void connect() {
        EmbeddedStack stack = EmbeddedStack.shared();
        pool = Database.pool(
                Settings.of(Map.of(
                        SettingNames.POSTGRES_URL,
                        stack.postgresUrl(),
                        SettingNames.POSTGRES_USER,
                        stack.postgresUser())),
                "test",
                4);
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @BeforeEach
    void settle() throws Exception {
        target = target();
        target.positions(List.of(P0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldEqualTheFoldHoweverTheLogIsCutAndTheProcessRestarts(long seed) throws Exception {
        // given: the lives of 60 tasks, interleaved
        Random random = new Random(seed);
        List<ConsumerRecord<byte[], byte[]>> log = log(interleave(tenant, random));

        // when: they come in batches of any size, and the process restarts now and then
        int next = 0;
        while (next < log.size()) {
            int upTo = Math.min(log.size(), next + 1 + random.nextInt(40));
            target.write(log.subList(next, upTo));
            next = upTo;
            if (random.nextInt(4) == 0) {
                target = target();
                assertThat(target.positions(List.of(P0))).containsEntry(P0, (long) next);
            }
        }

        // then
        String reference = "r-" + UUID.randomUUID();
        write(log(interleave(reference, new Random(seed))), "reference-" + reference);
        assertThat(Db.taskRuns(pool, tenant)).hasSizeGreaterThan(50).isEqualTo(Db.taskRuns(pool, reference));
    }

    @Test
    void shouldClearTheEndOfATaskThatIsReplayed() throws Exception {
        Story story =
                new Story(tenant, NOW).accepted().granted(1).started(1, "w").dead(1, "timeout", Story.usage(1, 1, 7));
        List<ConsumerRecord<byte[], byte[]>> log = log(story.replayed(2, 4)
                .granted(2)
                .started(2, "w")
                .dead(2, "refused", Story.usage(1, 1, 7))
                .events());
        String row =
                "SELECT state, cause, ended_at IS NULL, max_attempts, attempt, cost_micros, replays FROM task_runs WHERE tenant = ?";

        target.write(log.subList(0, 4));
        target.write(log.subList(4, 5));
        assertThat(Db.rows(pool, row, tenant)).containsExactly("QUEUED|timeout|t|4|1|7|1");

        target.write(log.subList(5, 8));
        assertThat(Db.rows(pool, row, tenant)).containsExactly("DEAD|refused|f|4|2|14|1");
    }

    @Test
    void shouldNotMakeARowOfARefusedReplayAlone() throws Exception {
        target.write(log(new Story(tenant, NOW).replayRefused("No room").events()));

        assertThat(Db.taskRuns(pool, tenant)).isEmpty();
    }

    @Test
    void shouldNotWriteAsAZombie() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> log = log(new Story(tenant, NOW)
                .accepted()
                .granted(1)
                .retry(1, "x", Story.usage(1, 1, 7))
                .events());
        TableTarget zombie = target();
        zombie.positions(List.of(P0));
        target.write(log);
        List<String> rows = Db.taskRuns(pool, tenant);

        assertThatThrownBy(() -> zombie.write(log)).isInstanceOf(FencedException.class);

        assertThat(Db.taskRuns(pool, tenant))
                .isEqualTo(rows)
                .singleElement()
                .asString()
                .contains("WAITING");
        assertThat(zombie.positions(List.of(P0))).containsEntry(P0, 3L);
    }

    @Test
    void shouldMakeAZombieWaitForTheTransactionUnderWay() throws Exception {
        // given: the new owner's transaction has advanced the offset and is not over
        List<ConsumerRecord<byte[], byte[]>> log =
                log(new Story(tenant, NOW).accepted().events());
        try (var owner = pool.getConnection()) {
            owner.setAutoCommit(false);
            new ProjectionOffsets(owner, new TaskRunsProjector(projection)).advance(Map.of(0, 0L), Map.of(0, 1L));

            // when
            Thread writer = Thread.ofVirtual().unstarted(() -> {
                assertThatThrownBy(() -> target.write(log)).isInstanceOf(FencedException.class);
            });
            List<Throwable> surprises = new ArrayList<>();
            writer.setUncaughtExceptionHandler((thread, e) -> surprises.add(e));
            writer.start();
            dev.penstock.embedded.Await.until(
                    "the zombie to wait for the lock", java.time.Duration.ofSeconds(10), () -> !Db.rows(
                                    pool,
                                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE projection_offsets%'")
                            .isEmpty());
            owner.commit();
            writer.join();

            // then
            assertThat(surprises).isEmpty();
            assertThat(Db.taskRuns(pool, tenant)).isEmpty();
        }
    }

    @Test
    void shouldDeadLetterWhatCannotBeReadAndGoOn() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> log =
                new ArrayList<>(log(new Story(tenant, NOW).accepted().granted(1).events()));
        log.add(
                1,
                new ConsumerRecord<>(
                        Topics.EVENTS, 0, 1, tenant.getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[] {
                            1, 2, 3
                        }));
        log.set(2, at(2, log.get(2)));

        target.write(log);

        assertThat(Db.taskRuns(pool, tenant)).singleElement().asString().contains("GRANTED");
        assertThat(dlq.history()).hasSize(1);
        DeadLetter letter = DeadLetter.parseFrom(dlq.history().getFirst().value());
        assertThat(letter.getReason()).isEqualTo("malformed");
        assertThat(letter.getSource().getOffset()).isEqualTo(1);
        assertThat(letter.getTenant()).isEqualTo(tenant);
    }

    @Test
    void shouldFindTheOneEventThatPostgresRefusesAndGoOn() throws Exception {
        // given: one sum that is out of a bigint's range, among the lives of others
        Story absurd = new Story(tenant, NOW).accepted().retry(1, "x", Story.usage(0, 0, Long.MAX_VALUE));
        target.write(log(absurd.events()));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(new Story(tenant, NOW).accepted().events().getFirst());
        }
        events.add(
                13,
                new Story(tenant, absurd.taskId(), NOW)
                        .retry(2, "y", Story.usage(0, 0, 1))
                        .events()
                        .getFirst());

        target.write(log(2, events));

        assertThat(Db.taskRuns(pool, tenant)).hasSize(21);
        assertThat(dlq.history()).hasSize(1);
        assertThat(DeadLetter.parseFrom(dlq.history().getFirst().value())
                        .getSource()
                        .getOffset())
                .isEqualTo(2 + 13);
        assertThat(target().positions(List.of(P0))).containsEntry(P0, 23L);
    }

    @Test
    void shouldShowAnAcceptedRunRatherThanARejectedOneOfTheSameId() throws Exception {
        Story refused = new Story(tenant, NOW).rejected("backlog_full");
        Story accepted = new Story(tenant, refused.taskId(), NOW + 5_000).accepted();
        Story refusedAgain = new Story(tenant, refused.taskId(), NOW + 9_000).rejected("tenant_deleted");
        target.write(log(List.of(
                refused.events().getFirst(),
                accepted.events().getFirst(),
                refusedAgain.events().getFirst())));

        assertThat(Db.rows(
                        pool,
                        "SELECT state FROM task_runs WHERE tenant = ? AND task_id = ? ORDER BY (state = 'REJECTED'), accepted_at DESC LIMIT 1",
                        tenant,
                        refused.taskId()))
                .containsExactly("QUEUED");
    }

    @Test
    void shouldMakeTheMonthOfALateEventAndKeepOddDatesByDefault() throws Exception {
        long late =
                OffsetDateTime.now(ZoneOffset.UTC).minusMonths(20).toInstant().toEpochMilli();
        List<Event> events = new ArrayList<>();
        for (long at : new long[] {late, 0, 4_102_358_400_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            events.add(new Story(tenant, Times.bounded(at)).accepted().events().getFirst());
        }

        target.write(log(events));

        String month = OffsetDateTime.now(ZoneOffset.UTC)
                .minusMonths(20)
                .toString()
                .substring(0, 7)
                .replace("-", "");
        assertThat(Db.rows(pool, "SELECT tableoid::regclass FROM task_runs WHERE tenant = ? ORDER BY 1 DESC", tenant))
                .containsExactlyInAnyOrder(
                        "task_runs_" + month,
                        "task_runs_default",
                        "task_runs_default",
                        "task_runs_default",
                        "task_runs_default");
    }

    @Test
    void shouldMoveRowsOutOfTheDefaultPartitionWhenTheirMonthComes() throws Exception {
        long at = OffsetDateTime.parse("2041-05-31T23:59:59.999Z").toInstant().toEpochMilli();
        Story story = new Story(tenant, at).accepted();
        target.write(log(story.events()));

        Db.rows(pool, "SELECT penstock_ensure_partitions('2041-05-01Z', '2041-05-01Z')");
        target.write(log(1, new Story(tenant, story.taskId(), at).cancelled("x").events()));

        assertThat(Db.rows(
                        pool, "SELECT tableoid::regclass, state, accepted_at FROM task_runs WHERE tenant = ?", tenant))
                .containsExactly("task_runs_204105|CANCELLED|2041-05-31 23:59:59.999+00");
    }

    @Test
    void shouldKeepOneRowOfACallWhateverComesTwice() throws Exception {
        var started = Calls.started(tenant, NOW, 900);
        var finished = Calls.finished(started, "ok", 123);
        TableTarget calls = target(new LlmCallsProjector(projection));
        calls.positions(List.of(new TopicPartition(Topics.LLM_CALLS, 0)));
        int offset = 0;
        for (var call : List.of(started, finished, started, finished)) {
            calls.write(List.of(new ConsumerRecord<>(Topics.LLM_CALLS, 0, offset++, null, call.toByteArray())));
        }

        assertThat(Db.rows(
                        pool,
                        "SELECT status, reserved_micros, input_tokens, output_tokens, cost_micros, latency_millis, http_status FROM llm_calls WHERE tenant = ?",
                        tenant))
                .containsExactly("ok|900|5|6|123|40|200");
    }

    @Test
    void shouldRefuseALogThatWasMadeAnew() throws Exception {
        target.write(log(new Story(tenant, NOW).accepted().granted(1).events()));

        assertThatThrownBy(
                        () -> target.write(log(new Story(tenant, NOW).accepted().events())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Was the topic made anew?");
    }

    private void write(List<ConsumerRecord<byte[], byte[]>> log, String name) throws Exception {
        TableTarget once = target(new TaskRunsProjector(name));
        once.positions(List.of(P0));
        once.write(log);
    }

    private TableTarget target() {
        return target(new TaskRunsProjector(projection));
    }

    private TableTarget target(Projection how) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(P0, 0L, new TopicPartition(Topics.LLM_CALLS, 0), 0L));
        return new TableTarget(
                how,
                pool,
                consumer,
                new MonthPartitions(pool, InstantSource.system()),
                new DeadLetters(dlq),
                new LoopMetrics(new SimpleMeterRegistry(), how.name()));
    }

    /** The lives of 60 tasks, shuffled together as a log would have them. */
    private static List<Event> interleave(String tenant, Random random) {
        List<List<Event>> lives = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lives.add(new ArrayList<>(Story.random(tenant, NOW + random.nextInt(1_000_000), random)));
        }
        List<Event> events = new ArrayList<>();
        while (!lives.isEmpty()) {
            List<Event> life = lives.get(random.nextInt(lives.size()));
            events.add(life.removeFirst());
            lives.removeIf(List::isEmpty);
        }
        return events;
    }

    private static List<ConsumerRecord<byte[], byte[]>> log(List<Event> events) {
        return log(0, events);
    }

    private static List<ConsumerRecord<byte[], byte[]>> log(long from, List<Event> events) {
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        for (Event event : events) {
            log.add(new ConsumerRecord<>(Topics.EVENTS, 0, from + log.size(), null, event.toByteArray()));
        }
        return log;
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset, ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(record.topic(), record.partition(), offset, record.key(), record.value());
    }
}
