package dev.penstock.simulation.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.Policy;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.Table;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.Violation;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.StartAttempt;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Tick;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.streams.admission.CommandReader;
import dev.penstock.streams.admission.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotReplayTest {
    private static final String TENANT = "bakery";
    private static final byte[] KEY = TENANT.getBytes(StandardCharsets.UTF_8);
    private static final long BEGIN = 1_789_430_400_000L;
    private static final int SUBMISSIONS = 5;

    /** Of these, those that are accepted while as many are queued as are held: two are granted, the third is queued behind none. */
    private static final int JOINED = 2;

    private final List<byte[]> commands = commands();
    private final InMemoryBackend rows = new InMemoryBackend();
    private final List<byte[]> events = run(commands.size());
    private final ReplayFindings findings = new ReplayFindings();

    @Test
    void shouldGiveTheSameEventsAndRowsAgain() {
        replay(Policy.DEFAULT, commands.size(), events);

        assertThat(violations(0)).isEmpty();
        assertThat(violations(1)).isEmpty();
        assertThat(findings.results().get(0).examined()).isPositive();
        assertThat(findings.results().get(1).examined()).isEqualTo(events.size());
    }

    @Test
    void shouldSeeAnEventThatWasAltered() {
        List<byte[]> altered = new ArrayList<>(events);
        altered.set(2, altered(events.get(2)));

        replay(Policy.DEFAULT, commands.size(), altered);

        assertThat(violations(1)).singleElement().satisfies(v -> {
            assertThat(v.offset()).isEqualTo(2);
            assertThat(v.explanation()).contains("with other values");
        });
    }

    @Test
    void shouldSeeAnEventThatIsMissingInTheMiddle() {
        List<byte[]> fewer = new ArrayList<>(events);
        fewer.remove(1);

        replay(Policy.DEFAULT, commands.size(), fewer);

        assertThat(violations(1)).singleElement().satisfies(v -> assertThat(v.offset())
                .isEqualTo(1));
    }

    @Test
    void shouldSeeAnEventThatIsMissingAtTheEnd() {
        replay(Policy.DEFAULT, commands.size(), events.subList(0, events.size() - 1));

        assertThat(violations(1)).singleElement().satisfies(v -> assertThat(v.explanation())
                .contains("never published"));
    }

    @Test
    void shouldNotMissEventsOfCommandsThatTheEngineHasNotCommitted() {
        int done = commands.size() - 1;
        List<byte[]> sofar = run(done);

        replay(Policy.DEFAULT, done, sofar);

        assertThat(sofar.size()).isLessThan(events.size());
        assertThat(violations(0)).isEmpty();
        assertThat(violations(1)).isEmpty();
    }

    @Test
    void shouldSeeAnEventThatNoCommandExplains() {
        List<byte[]> more = new ArrayList<>(events);
        more.add(events.getFirst());

        replay(Policy.DEFAULT, commands.size(), more);

        assertThat(violations(1)).singleElement().satisfies(v -> assertThat(v.explanation())
                .contains("no command explains"));
    }

    @Test
    void shouldSeeThatTheEngineWasSetToSomethingElse() {
        Policy other = withLease(Policy.DEFAULT);

        replay(other, commands.size(), events);

        assertThat(violations(1)).singleElement().satisfies(v -> assertThat(v.explanation())
                .contains("(started)"));
    }

    @Test
    void shouldPassOverWhatWasMadeBeforeTheFirstEventThatIsLeft() {
        SlotReplay replay = new SlotReplay(Policy.DEFAULT, SlotPlace.ONLY, true, findings);
        feed(replay, commands.size());
        events.subList(3, events.size()).forEach(e -> replay.event(9, e));
        replay.eventsOver(commands.size());

        assertThat(violations(1)).isEmpty();
        assertThat(findings.results().get(1).examined()).isEqualTo(events.size() - 3);
    }

    @Test
    void shouldSeeARowThatIsStale() {
        run(commands.size() - 1);

        replay(Policy.DEFAULT, commands.size(), events);

        assertThat(violations(0)).isNotEmpty();
    }

    @Test
    void shouldSeeARowThatIsGoneAndOneThatShouldBe() {
        Map<Table, Map<Bytes, byte[]>> durable = durable();
        Map<Bytes, byte[]> tasks = durable.getOrDefault(Table.TASKS, Map.of());
        Bytes first = tasks.keySet().iterator().next();
        byte[] row = tasks.remove(first);
        tasks.put(new Bytes(new byte[] {7, 7}), row);

        compare(durable, false);

        assertThat(violations(0))
                .extracting(Violation::explanation)
                .hasSize(2)
                .anyMatch(text -> text.contains("0707") && text.endsWith("the log gives none"))
                .anyMatch(text -> text.contains("is none, but"));
    }

    @Test
    void shouldTakeRowsAsTheyWereAtAnyMomentOfTheReading() {
        run(commands.size() - 2);
        Map<Table, Map<Bytes, byte[]>> before = durable();

        compare(before, true);

        assertThat(violations(0)).isEmpty();
    }

    @Test
    void shouldSayWhichRowsAnEarlierVersionWrote() {
        Map<Table, Map<Bytes, byte[]>> durable = durable();
        durable.getOrDefault(Table.TASKS, Map.of()).replaceAll((key, row) -> {
            byte[] older = row.clone();
            older[0]--;
            return older;
        });

        compare(durable, false);

        assertThat(violations(0)).isEmpty();
        assertThat(findings.results().getFirst().note()).contains(SUBMISSIONS + " rows of an earlier version's format");
    }

    @Test
    void shouldSayWhichPayloadsAnEarlierVersionPutUnderTheirTasks() {
        Map<Table, Map<Bytes, byte[]>> durable = durable();
        Map<Bytes, byte[]> payloads = durable.getOrDefault(Table.PAYLOADS, Map.of());
        Bytes first = payloads.keySet().iterator().next();
        payloads.put(new Bytes("bakery and sixteen more".getBytes(StandardCharsets.UTF_8)), payloads.remove(first));

        compare(durable, false);

        assertThat(violations(0)).isEmpty();
        assertThat(findings.results().getFirst().note()).contains("1 rows of an earlier version's format");
    }

    @Test
    void shouldSayWhichPayloadsAnEarlierVersionPutWithoutTheirRows() {
        Map<Table, Map<Bytes, byte[]>> durable = durable();
        durable.getOrDefault(Table.TASKS, Map.of()).replaceAll((key, row) -> {
            byte[] older = row.clone();
            older[0]--;
            return older;
        });
        SlotReplay replay = new SlotReplay(holding(1), SlotPlace.ONLY, false, findings);
        feed(replay, commands.size());

        replay.compare(durable);

        assertThat(violations(0)).isEmpty();
        assertThat(findings.results().getFirst().note())
                .contains("; " + (SUBMISSIONS + JOINED) + " rows of an earlier version's format");
    }

    @Test
    void shouldSeeAPayloadThatIsGone() {
        Map<Table, Map<Bytes, byte[]>> durable = durable();
        Map<Bytes, byte[]> payloads = durable.getOrDefault(Table.PAYLOADS, Map.of());
        payloads.remove(payloads.keySet().iterator().next());

        compare(durable, false);

        assertThat(violations(0)).singleElement().satisfies(v -> assertThat(v.explanation())
                .contains("PAYLOADS", "is none, but"));
    }

    private void compare(Map<Table, Map<Bytes, byte[]>> durable, boolean watched) {
        SlotReplay replay = new SlotReplay(Policy.DEFAULT, SlotPlace.ONLY, false, findings);
        int from = commands.size() - 2;
        for (int i = 0; i < commands.size(); i++) {
            if (watched && i == from) {
                replay.rowsMayBe();
            }
            replay.command(i, BEGIN + i, KEY, commands.get(i));
        }
        replay.compare(durable);
    }

    private void replay(Policy policy, int committed, List<byte[]> published) {
        SlotReplay replay = new SlotReplay(policy, SlotPlace.ONLY, false, findings);
        feed(replay, committed);
        replay.compare(durable());
        for (int i = committed; i < commands.size(); i++) {
            replay.command(i, BEGIN + i, KEY, commands.get(i));
        }
        for (int i = 0; i < published.size(); i++) {
            replay.event(i, published.get(i));
        }
        replay.eventsOver(committed);
    }

    private void feed(SlotReplay replay, int until) {
        for (int i = 0; i < until; i++) {
            replay.command(i, BEGIN + i, KEY, commands.get(i));
        }
    }

    private List<Violation> violations(int which) {
        InvariantResult result = findings.results().get(which);
        assertThat(result.violationCount()).isEqualTo(result.violations().size());
        return result.violations();
    }

    private Map<Table, Map<Bytes, byte[]>> durable() {
        Map<Table, Map<Bytes, byte[]>> durable = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            Map<Bytes, byte[]> all = new HashMap<>();
            rows.table(table).forEach((key, value) -> all.put(new Bytes(key), value));
            durable.put(table, all);
        }
        return durable;
    }

    /** What an engine publishes of the first commands; its rows are in {@link #rows} then. */
    private List<byte[]> run(int count) {
        for (Table table : Table.values()) {
            List<byte[]> keys = new ArrayList<>();
            rows.table(table).forEach((key, value) -> keys.add(key));
            keys.forEach(key -> rows.table(table).delete(key));
        }
        Engine engine = new Engine(Policy.DEFAULT, rows);
        CommandReader reader = new CommandReader(0, 1);
        List<byte[]> published = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(reader.read(KEY, commands.get(i))).isInstanceOf(CommandReader.Readable.class);
            if (reader.read(KEY, commands.get(i)) instanceof CommandReader.Readable readable) {
                for (Event event : engine.process(readable.command(), BEGIN + i)) {
                    if (event instanceof Event.TenantEvent told) {
                        published.add(EventWriter.write(told, engine.now()).toByteArray());
                    }
                }
            }
        }
        engine.flush();
        return published;
    }

    private static byte[] altered(byte[] event) {
        try {
            return dev.penstock.schemas.v1.Event.parseFrom(event).toBuilder()
                    .setAtMillis(BEGIN + 77)
                    .build()
                    .toByteArray();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Policy withLease(Policy p) {
        return policy(p.lease().plusSeconds(1), p.maxQueuedHeld());
    }

    private static Policy holding(int queuedTasks) {
        return policy(Policy.DEFAULT.lease(), queuedTasks);
    }

    private static Policy policy(Duration lease, int maxQueuedHeld) {
        Policy p = Policy.DEFAULT;
        return new Policy(
                p.defaultMaxAttempts(),
                p.startTimeout(),
                lease,
                p.maxLease(),
                p.backoffBase(),
                p.backoffMax(),
                p.markerTtl(),
                p.dispatchDelayTarget(),
                p.initialWindow(),
                p.maxWindow(),
                p.defaultMaxBacklog(),
                p.ageAfter(),
                p.precedence(),
                p.defaultEstimateMicros(),
                p.maxGrantsPerCommand(),
                p.maxExpiriesPerCommand(),
                maxQueuedHeld,
                p.deadLetters(),
                p.plans());
    }

    private static List<byte[]> commands() {
        List<byte[]> all = new ArrayList<>();
        all.add(command(Command.newBuilder()
                .setConfigure(TenantConfig.newBuilder()
                        .setTenant(TENANT)
                        .setPlan("free")
                        .setVersion(1)
                        .addAllocations(Allocation.newBuilder()
                                .setRole("copywriter")
                                .setEnabled(true)
                                .setMaxConcurrent(2)))));
        for (int i = 0; i < SUBMISSIONS; i++) {
            all.add(command(Command.newBuilder()
                    .setSubmit(SubmitTask.newBuilder()
                            .setTaskId(id(i))
                            .setRole("copywriter")
                            .setTier(Tier.TIER_NORMAL)
                            .setInput("text")
                            .setRequestHash(ByteString.copyFrom(new byte[32])))));
        }
        all.add(Command.newBuilder().setTick(Tick.getDefaultInstance()).build().toByteArray());
        all.add(command(Command.newBuilder()
                .setStart(StartAttempt.newBuilder()
                        .setTaskId(id(0))
                        .setAttempt(1)
                        .setWorkerId("w-1")
                        .setDispatchedAtMillis(BEGIN))));
        all.add(command(Command.newBuilder()
                .setCancel(dev.penstock.schemas.v1.CancelTask.newBuilder().setTaskId(id(2)))));
        return all;
    }

    private static String id(int number) {
        return new UUID(0x5EED, number).toString();
    }

    private static byte[] command(Command.Builder command) {
        return command.setTenant(TENANT).build().toByteArray();
    }
}
