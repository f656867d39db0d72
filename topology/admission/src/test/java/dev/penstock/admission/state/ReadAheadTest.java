package dev.penstock.admission.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Flow;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.KeyValues;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.Table;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.admission.row.TaskKey;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final String ROLE = "copywriter";
    private static final String WORKER = "worker-1";
    private static final int LANES = 400;
    private static final int MAX_BACKLOG = 1_000;
    private static final int ROUNDS = LANES * 5;
    private static final int ROUNDS_PER_FLUSH = 500;
    private static final int LITTLE_ROOM = 100;
    private static final int MAX_QUEUED_HELD = Policy.DEFAULT.maxQueuedHeld();
    private static final long NOW = 1;

    private final InMemoryBackend rows = new InMemoryBackend();
    private final Deque<Event.Granted> granted = new ArrayDeque<>();
    private final List<ByteBuffer> read = new ArrayList<>();

    /** Lanes at their caps, of which one is ready now and then, are where it is hardest to tell what comes next. */
    @Test
    void shouldReadNoRowTwiceHoweverLanesComeAndGo() {
        Engine before = new Engine(Policy.DEFAULT, rows);
        configure(before);
        submit(before, Tier.NORMAL, 0, MAX_QUEUED_HELD + LANES);

        Engine engine = new Engine(Policy.DEFAULT, this::watched);
        submit(engine, Tier.NORMAL, MAX_QUEUED_HELD + LANES, 2 * MAX_QUEUED_HELD);
        read.clear();
        process(engine, role(2, Flow.OPEN));
        work(engine);

        assertThat(read).hasSizeGreaterThan(ROUNDS).doesNotHaveDuplicates();
    }

    /** What is read between two flushes takes room at once, not only with the next flush. */
    @Test
    void shouldReadNoRowTwiceWhereThereIsHardlyRoomForMore() {
        Engine engine = new Engine(Policy.DEFAULT, this::watched);
        configure(engine);
        submit(engine, Tier.BATCH, 0, MAX_QUEUED_HELD - LITTLE_ROOM);
        submit(engine, Tier.NORMAL, MAX_QUEUED_HELD, 2 * MAX_QUEUED_HELD);
        read.clear();
        process(engine, role(2, Flow.OPEN));
        work(engine);

        assertThat(read).hasSizeGreaterThan(ROUNDS).doesNotHaveDuplicates();
    }

    /** Behind a long queue the row of a task lies with its payload. */
    @Test
    void shouldReadARowAndItsPayloadAtOnce() {
        Engine engine = new Engine(policy(1), this::watched);
        configure(engine);
        submit(engine, Tier.NORMAL, 0, 2 * LANES);
        read.clear();
        process(engine, role(2, Flow.OPEN));
        for (Event.Granted grant : List.copyOf(granted)) {
            UUID task = grant.task().taskId();
            assertThat(engine.payload(grant.tenant(), task)).isEqualTo(payload((int) task.getLeastSignificantBits()));
        }

        assertThat(granted).hasSizeGreaterThan(10);
        // The first task was accepted while there was room for its row.
        assertThat(read).hasSize(granted.size() + 1).doesNotHaveDuplicates();
    }

    @Test
    void shouldFindThePayloadOfATaskWhoseRowHasChangedSince() {
        Engine engine = new Engine(policy(1), this::watched);
        configure(engine);
        submit(engine, Tier.NORMAL, 0, 2 * LANES);
        process(engine, role(2, Flow.OPEN));
        Event.Granted grant = granted.remove();
        UUID task = grant.task().taskId();
        process(engine, new Command.Start(grant.tenant(), task, grant.attempt(), WORKER, NOW));
        process(
                engine,
                new Command.Fail(grant.tenant(), task, grant.attempt(), WORKER, Usage.NONE, "slow", "", true, 0));
        engine.flush();

        byte[] again = new Engine(policy(1), rows).payload(grant.tenant(), task);

        assertThat(again).isEqualTo(payload((int) task.getLeastSignificantBits()));
        assertThat(new Engine(policy(1), rows).describe()).isEqualTo(engine.describe());
    }

    /** A refused start changes a queued task's row, and nothing of its queue but where the row lies. */
    @Test
    void shouldReadTheRowItselfOnceItHasChangedInItsQueue() {
        Engine engine = new Engine(policy(1), rows);
        configure(engine);
        submit(engine, Tier.NORMAL, 0, 2 * LANES);
        UUID task = new UUID(1, LANES);
        process(engine, new Command.Start(tenant(0), task, 1, WORKER, NOW));
        engine.flush();

        process(engine, role(2, Flow.OPEN));
        while (granted.stream().noneMatch(grant -> grant.task().taskId().equals(task))) {
            Event.Granted next = granted.remove();
            UUID other = next.task().taskId();
            process(engine, new Command.Start(next.tenant(), other, next.attempt(), WORKER, NOW));
            process(engine, new Command.Complete(next.tenant(), other, next.attempt(), WORKER, Usage.NONE, "done"));
        }
        engine.flush();

        TaskKey key = new TaskKey(tenant(0), task);
        byte[] row = rows.table(Table.TASKS).get(TaskCodec.key(key));
        assertThat(row).isNotNull();
        assertThat(TaskCodec.decode(key, row, role -> role).charges().refusedStart(1))
                .isTrue();
    }

    private static Policy policy(int maxQueuedHeld) {
        Policy base = Policy.DEFAULT;
        return new Policy(
                base.defaultMaxAttempts(),
                base.startTimeout(),
                base.lease(),
                base.maxLease(),
                base.backoffBase(),
                base.backoffMax(),
                base.markerTtl(),
                base.dispatchDelayTarget(),
                base.initialWindow(),
                base.maxWindow(),
                base.defaultMaxBacklog(),
                base.ageAfter(),
                base.precedence(),
                base.defaultEstimateMicros(),
                base.maxGrantsPerCommand(),
                base.maxExpiriesPerCommand(),
                maxQueuedHeld,
                base.deadLetters(),
                base.plans());
    }

    private static byte[] payload(int task) {
        return new byte[] {(byte) (task >> Byte.SIZE), (byte) task};
    }

    private void work(Engine engine) {
        for (int round = 1; round <= ROUNDS; round++) {
            Event.Granted next = granted.remove();
            UUID task = next.task().taskId();
            process(engine, new Command.Start(next.tenant(), task, next.attempt(), WORKER, NOW));
            process(engine, new Command.Complete(next.tenant(), task, next.attempt(), WORKER, Usage.NONE, "done"));
            if (round % ROUNDS_PER_FLUSH == 0) {
                engine.flush();
            }
        }
    }

    private void configure(Engine engine) {
        process(engine, role(1, Flow.PAUSED));
        for (int lane = 0; lane < LANES; lane++) {
            LaneConfig config = new LaneConfig(ROLE, true, 1, "", Flow.OPEN, 0);
            process(
                    engine,
                    new Command.Configure(new TenantConfig(
                            tenant(lane), "pro", 1, List.of(config), MAX_BACKLOG, false, TenantLimits.NONE)));
        }
    }

    private void submit(Engine engine, Tier tier, int from, int to) {
        for (int task = from; task < to; task++) {
            process(
                    engine,
                    new Command.Submit(
                            tenant(task % LANES),
                            new UUID(1, task),
                            ROLE,
                            tier,
                            "",
                            0,
                            Map.of(),
                            new Digest(1, task),
                            null,
                            payload(task)));
        }
        engine.flush();
    }

    private void process(Engine engine, Command command) {
        for (Event event : engine.process(command, NOW)) {
            if (event instanceof Event.Granted grant) {
                granted.add(grant);
            }
        }
    }

    private static String tenant(int lane) {
        return "tenant-" + lane;
    }

    private static Command role(long version, Flow flow) {
        return new Command.ConfigureRole(new RoleConfig(ROLE, version, true, flow, 0));
    }

    /** The table, with note taken of each row that is read. */
    private KeyValues watched(Table table) {
        KeyValues all = rows.table(table);
        return new KeyValues() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                read.add(ByteBuffer.wrap(key));
                return all.get(key);
            }

            @Override
            public void put(byte[] key, byte[] value) {
                all.put(key, value);
            }

            @Override
            public void delete(byte[] key) {
                all.delete(key);
            }

            @Override
            public void forEach(BiConsumer<byte[], byte[]> row) {
                all.forEach(row);
            }
        };
    }
}
