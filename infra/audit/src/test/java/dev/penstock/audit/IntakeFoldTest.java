package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.DecodedRequest;
import dev.penstock.schemas.RequestHash;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Source;
import dev.penstock.schemas.v1.SubmissionConflict;
import dev.penstock.schemas.v1.SubmissionDuplicate;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskRejected;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.TenantConfigured;
import dev.penstock.schemas.v1.Tier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** I9 and I19: submissions as they were handed in, against what became of them. */
class IntakeFoldTest {
    private static final String TENANT = TestLog.TENANT;
    private static final String TOPIC = Topics.tasks(TestLog.ROLE, Tier.TIER_NORMAL);
    private static final AuditOptions OPTIONS = AuditOptions.DEFAULT.with(Part.INTAKE);

    private final List<Event> events = new ArrayList<>();
    private final List<LogIntake> records = new ArrayList<>();
    private final List<Source> letters = new ArrayList<>();
    private long offset;

    IntakeFoldTest() {
        TenantConfig config = TenantConfig.newBuilder()
                .setTenant(TENANT)
                .setVersion(1)
                .addAllocations(Allocation.newBuilder()
                        .setRole(TestLog.ROLE)
                        .setEnabled(true)
                        .setMaxConcurrent(1))
                .build();
        add(Event.newBuilder().setConfigured(TenantConfigured.newBuilder().setConfig(config)));
    }

    /** Two tasks, one of them handed in twice and once with another body, one with no key, one refused, one unreadable. */
    private void goodDay() {
        accepted(submit("first", "Write."), "first", "Write.");
        duplicate(submit("first", "Write."), "first");
        conflict(submit("first", "Paint."), "first");
        Source keyless = submit("", "Sing.");
        event(keyless, "", b -> b.setAccepted(accept(keyless, "", "Sing.")));
        rejected(submit("third", "Dance."), "third");
        letters.add(malformed());
    }

    private Source submit(String key, String input) {
        records.add(new LogIntake(TOPIC, 0, offset, new DecodedRequest.Valid(request(key, input))));
        return source();
    }

    private Source malformed() {
        records.add(new LogIntake(TOPIC, 0, offset, new DecodedRequest.Refused(DeadLetterReason.MALFORMED, "no JSON")));
        return source();
    }

    private Source source() {
        return Source.newBuilder().setTopic(TOPIC).setOffset(offset++).build();
    }

    private static TaskRequest request(String key, String input) {
        return TaskRequest.newBuilder()
                .setTenant(TENANT)
                .setIdempotencyKey(key)
                .setRole(TestLog.ROLE)
                .setTier(Tier.TIER_NORMAL)
                .setInput(input)
                .build();
    }

    private void accepted(Source source, String key, String input) {
        event(source, key, b -> b.setAccepted(accept(source, key, input)));
    }

    private static TaskAccepted accept(Source source, String key, String input) {
        return TaskAccepted.newBuilder()
                .setSource(source)
                .setMaxAttempts(3)
                .setRequestHash(RequestHash.of(request(key, input)))
                .build();
    }

    private void duplicate(Source source, String key) {
        event(source, key, b -> b.setDuplicate(SubmissionDuplicate.newBuilder().setSource(source)));
    }

    private void conflict(Source source, String key) {
        event(source, key, b -> b.setConflict(SubmissionConflict.newBuilder().setSource(source)));
    }

    private void rejected(Source source, String key) {
        event(
                source,
                key,
                b -> b.setRejected(TaskRejected.newBuilder().setSource(source).setReason("backlog_full")));
    }

    private void event(Source source, String key, Consumer<Event.Builder> kind) {
        String id = (key.isEmpty()
                        ? TaskIds.fromOffset(TENANT, TOPIC, 0, source.getOffset())
                        : TaskIds.fromKey(TENANT, key))
                .toString();
        Event.Builder event = Event.newBuilder()
                .setTask(TaskRef.newBuilder()
                        .setTaskId(id)
                        .setRole(TestLog.ROLE)
                        .setTier(Tier.TIER_NORMAL)
                        .setAcceptedAtMillis(1_000));
        kind.accept(event);
        add(event);
    }

    private void add(Event.Builder event) {
        events.add(event.setTenant(TENANT)
                .setSeq(events.size() + 1L)
                .setAtMillis(1_000)
                .build());
    }

    private void change(int at, UnaryOperator<Event.Builder> change) {
        events.set(at, change.apply(events.get(at).toBuilder()).build());
    }

    private AuditReport audit(AuditOptions options) {
        LogFold fold = new LogFold(options);
        for (int i = 0; i < events.size(); i++) {
            fold.event(LogEvent.of(0, i, events.get(i)));
        }
        letters.forEach(fold::letter);
        records.forEach(fold::intake);
        fold.intakeRead(Map.of(TOPIC, Map.of(0, new IntakeRange(0, offset))));
        return fold.finish(Map.of());
    }

    private Set<Invariant> broken() {
        // Tasks stay open in these logs, which is no matter here.
        return audit(OPTIONS.withQuiet(true)).results().stream()
                .filter(r -> !r.holds() && r.invariant() != Invariant.I3)
                .map(InvariantResult::invariant)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Invariant.class)));
    }

    @Test
    void shouldFindEachOutcomeRight() {
        goodDay();
        assertThat(broken()).isEmpty();
        AuditReport report = audit(OPTIONS);
        assertThat(report.of(Invariant.I19).note()).isEqualTo("6 records, 0 without an outcome yet");
        assertThat(report.of(Invariant.I9).note()).isEqualTo("4 submissions with a key");
    }

    /** Mutants of a good day: each outcome dropped, told of the next offset, or turned from a duplicate into a conflict and back. */
    @Test
    void shouldCatchEachMutant() {
        goodDay();
        List<Event> good = List.copyOf(events);
        for (int at = 1; at < good.size(); at++) {
            Event event = good.get(at);
            becomes(good, at, List.of());
            assertThat(broken()).as("without %s at %d", event.getKindCase(), at).contains(Invariant.I19);
            becomes(good, at, List.of(moved(event)));
            assertThat(broken()).as("moved %s at %d", event.getKindCase(), at).isNotEmpty();
            if (event.hasDuplicate() || event.hasConflict()) {
                becomes(good, at, List.of(turned(event)));
                assertThat(broken())
                        .as("turned %s at %d", event.getKindCase(), at)
                        .containsExactly(Invariant.I9);
            }
        }
    }

    private void becomes(List<Event> good, int at, List<Event> instead) {
        events.clear();
        events.addAll(good.subList(0, at));
        events.addAll(instead);
        good.subList(at + 1, good.size()).forEach(events::add);
        for (int i = 0; i < events.size(); i++) {
            events.set(i, events.get(i).toBuilder().setSeq(i + 1L).build());
        }
    }

    private static Event moved(Event event) {
        Event.Builder b = event.toBuilder();
        Source.Builder source =
                switch (event.getKindCase()) {
                    case ACCEPTED -> b.getAcceptedBuilder().getSourceBuilder();
                    case REJECTED -> b.getRejectedBuilder().getSourceBuilder();
                    case DUPLICATE -> b.getDuplicateBuilder().getSourceBuilder();
                    default -> b.getConflictBuilder().getSourceBuilder();
                };
        source.setOffset(source.getOffset() + 1);
        return b.build();
    }

    private static Event turned(Event event) {
        return event.hasDuplicate()
                ? event.toBuilder()
                        .setConflict(SubmissionConflict.newBuilder()
                                .setSource(event.getDuplicate().getSource()))
                        .build()
                : event.toBuilder()
                        .setDuplicate(SubmissionDuplicate.newBuilder()
                                .setSource(event.getConflict().getSource()))
                        .build();
    }

    @Test
    void shouldLetARecordThatEnteredTwiceBeADuplicateOfItself() {
        Source first = submit("first", "Write.");
        accepted(first, "first", "Write.");
        duplicate(first, "first");
        assertThat(broken()).isEmpty();
    }

    @Test
    void shouldMissARecordWithoutAnOutcomeOnlyWhenAllIsQuiet() {
        goodDay();
        submit("late", "Wait.");
        assertThat(audit(OPTIONS).of(Invariant.I19).holds()).isTrue();
        assertThat(audit(OPTIONS).of(Invariant.I19).note()).contains("1 without an outcome yet");
        assertThat(broken()).containsExactly(Invariant.I19);
    }

    @Test
    void shouldMissADeadLetter() {
        goodDay();
        letters.clear();
        assertThat(broken()).containsExactly(Invariant.I19);
    }

    @Test
    void shouldCatchADeadLetterOfWhatBecameATask() {
        goodDay();
        letters.add(Source.newBuilder().setTopic(TOPIC).setOffset(0).build());
        assertThat(broken()).containsExactly(Invariant.I19);
    }

    @Test
    void shouldCatchATaskOfARecordThatCannotBeRead() {
        Source bad = malformed();
        accepted(bad, "first", "Write.");
        assertThat(broken()).containsExactly(Invariant.I19);
    }

    @Test
    void shouldCatchAnOutcomeOfNoRecord() {
        goodDay();
        records.remove(0);
        assertThat(broken()).containsExactly(Invariant.I19);
    }

    @Test
    void shouldCatchARecordThatConflictsWithItself() {
        Source first = submit("first", "Write.");
        accepted(first, "first", "Write.");
        conflict(first, "first");
        assertThat(broken()).contains(Invariant.I19);
    }

    @Test
    void shouldCatchAnotherIdThanTheKeys() {
        Source first = submit("first", "Write.");
        event(first, "second", b -> b.setAccepted(accept(first, "first", "Write.")));
        assertThat(broken()).containsExactly(Invariant.I9);
    }

    @Test
    void shouldCatchADuplicateOfAnotherBody() {
        accepted(submit("first", "Write."), "first", "Write.");
        duplicate(submit("first", "Paint."), "first");
        assertThat(broken()).containsExactly(Invariant.I9);
    }

    @Test
    void shouldCatchAConflictOfTheSameBody() {
        accepted(submit("first", "Write."), "first", "Write.");
        conflict(submit("first", "Write."), "first");
        assertThat(broken()).containsExactly(Invariant.I9);
    }

    @Test
    void shouldCatchAnotherHashThanTheBodys() {
        goodDay();
        change(1, b -> {
            b.getAcceptedBuilder().setRequestHash(ByteString.copyFromUtf8("something else"));
            return b;
        });
        assertThat(broken()).contains(Invariant.I9);
    }
}
