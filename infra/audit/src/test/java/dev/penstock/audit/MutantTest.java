package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A good log passes; the same log with one thing wrong does not, even when seq was made dense again so that the gap cannot give it away. */
class MutantTest {
    private static final AuditOptions QUIET = AuditOptions.DEFAULT.withQuiet(true);
    private static final int STEPS = 120;

    /** Kinds whose loss or repeat changes what the log says; a heartbeat's or a dropped duplicate's does not. */
    private static final Set<KindCase> TELLING = Set.of(
            KindCase.ACCEPTED,
            KindCase.GRANTED,
            KindCase.STARTED,
            KindCase.RETRY_SCHEDULED,
            KindCase.DEFERRED,
            KindCase.QUEUED,
            KindCase.SUCCEEDED,
            KindCase.DEAD,
            KindCase.CANCELLED,
            KindCase.REPLAYED,
            KindCase.CAMPAIGN_CANCELLED,
            KindCase.CAMPAIGN_PROGRESSED);

    private static final Set<KindCase> WITH_ATTEMPT = Set.of(
            KindCase.GRANTED,
            KindCase.STARTED,
            KindCase.RENEWED,
            KindCase.RETRY_SCHEDULED,
            KindCase.DEFERRED,
            KindCase.SUCCEEDED,
            KindCase.DEAD,
            KindCase.REPLAYED);

    @RepeatedTest(50)
    void shouldPassTheGoodLogAndCatchEachMutant(RepetitionInfo run) {
        long seed = 7_000L + run.getCurrentRepetition();
        Random random = new Random(seed);
        TestLog log = RandomLog.generate(random, STEPS);
        List<Event> good = log.events;
        assertThat(log.auditCalls(QUIET)).as("seed " + seed).satisfies(r -> assertThat(AuditTable.render(r))
                .contains("every invariant holds"));

        int missed = pickMissed(good, random);
        caught(seed, "drop " + good.get(missed).getKindCase() + " at " + missed, dropped(good, missed));
        caught(seed, "duplicate", duplicated(good, pick(good, TELLING, random)));
        caught(seed, "attempt+1", changed(good, pick(good, WITH_ATTEMPT, random), MutantTest::nextAttempt));
        caught(seed, "tier", changed(good, pickFollowed(good, random), MutantTest::flipTier));
        swaps(good).forEach(at -> caught(seed, "swap at " + at, swapped(good, at)));
        each(good, Event::hasCampaignProgressed)
                .forEach(at -> caught(seed, "progress at " + at, changed(good, at, MutantTest::oneMore)));
        each(good, MutantTest::isPlanned)
                .forEach(at -> caught(seed, "without planner at " + at, changed(good, at, MutantTest::uncounted)));
        each(good, e -> e.getAccepted().getAfterCount() > 0)
                .forEach(at -> caught(seed, "stranger before " + at, changed(good, at, MutantTest::afterAStranger)));
        each(good, e -> e.getCancelled().getReason().startsWith("parent_"))
                .forEach(at -> caught(seed, "wrong reason at " + at, changed(good, at, MutantTest::otherReason)));
        each(good, Event::hasGranted)
                .forEach(at -> caught(seed, "older version at " + at, changed(good, at, MutantTest::olderVersion)));
        each(good, Event::hasReplayed)
                .forEach(at -> caught(seed, "no attempts left at " + at, changed(good, at, MutantTest::noneLeft)));
    }

    private static List<Integer> each(List<Event> log, Predicate<Event> which) {
        return IntStream.range(0, log.size())
                .filter(i -> which.test(log.get(i)))
                .boxed()
                .toList();
    }

    private static boolean isPlanned(Event e) {
        return !e.getAccepted().getPlannerId().isEmpty();
    }

    private static Event oneMore(Event e) {
        Event.Builder b = e.toBuilder();
        b.getCampaignProgressedBuilder().setSucceeded(e.getCampaignProgressed().getSucceeded() + 1);
        return b.build();
    }

    private static Event uncounted(Event e) {
        Event.Builder b = e.toBuilder();
        b.getAcceptedBuilder().setCounts(false);
        return b.build();
    }

    private static Event afterAStranger(Event e) {
        Event.Builder b = e.toBuilder();
        b.getAcceptedBuilder().addAfter("stranger");
        return b.build();
    }

    private static Event otherReason(Event e) {
        Event.Builder b = e.toBuilder();
        b.getCancelledBuilder().setReason("parent_rejected");
        return b.build();
    }

    private static Event olderVersion(Event e) {
        Event.Builder b = e.toBuilder();
        b.getGrantedBuilder().setConfigVersion(e.getGranted().getConfigVersion() - 1);
        return b.build();
    }

    private static Event noneLeft(Event e) {
        Event.Builder b = e.toBuilder();
        b.getReplayedBuilder().setMaxAttempts(e.getReplayed().getAttempt() - 1);
        return b.build();
    }

    @RepeatedTest(50)
    void shouldCatchEachMutantOfTheLedger(RepetitionInfo run) {
        long seed = 9_000L + run.getCurrentRepetition();
        TestLog log = RandomLog.generate(new Random(seed), STEPS);
        List<Event> good = log.events;
        assertThat(broken(good, log.calls)).as("seed " + seed).isEmpty();

        for (int at : IntStream.range(0, good.size()).toArray()) {
            Event event = good.get(at);
            if (Money.cost(event) > 0) {
                unbalanced(seed, "cost dropped", changed(good, at, e -> Money.withCost(e, 0)), log.calls);
                unbalanced(seed, "micro more", changed(good, at, e -> Money.withCost(e, Money.cost(e) + 1)), log.calls);
                unbalanced(seed, "micro less", changed(good, at, e -> Money.withCost(e, Money.cost(e) - 1)), log.calls);
            }
            if (Money.unknown(event) > 0) {
                unbalanced(seed, "unknown not booked", changed(good, at, e -> Money.withUnknown(e, 0)), log.calls);
                unbalanced(seed, "unknown off by one", changed(good, at, e -> Money.withUnknown(e, 999)), log.calls);
            }
            if (event.hasResultRejected()) {
                unbalanced(seed, "settled twice", duplicated(good, at), log.calls);
                unbalanced(seed, "not settled", changed(good, at, Money::unsettled), log.calls);
                unbalanced(seed, "another's settled", changed(good, at, Money::byAnother), log.calls);
            }
        }
        for (LlmCall call : log.calls) {
            if (call.getFinished().getUsage().getCostMicros() > 0) {
                unbalanced(seed, "call made twice", good, with(log.calls, again(call)));
                unbalanced(seed, "no such call", good, without(log.calls, call.getCallId()));
            }
        }
    }

    private static List<Invariant> broken(List<Event> events, List<LlmCall> calls) {
        AuditReport report = TestLog.audit(renumbered(events), calls, QUIET.with(AuditOptions.Part.CALLS));
        return report.results().stream()
                .filter(result -> !result.holds())
                .map(InvariantResult::invariant)
                .toList();
    }

    private static void unbalanced(long seed, String mutation, List<Event> events, List<LlmCall> calls) {
        assertThat(broken(events, calls))
                .as("mutant '" + mutation + "' of seed " + seed + " is caught")
                .contains(Invariant.I12);
    }

    private static LlmCall again(LlmCall call) {
        return call.toBuilder().setCallId(call.getCallId() + "-again").build();
    }

    private static List<LlmCall> with(List<LlmCall> calls, LlmCall more) {
        List<LlmCall> mutant = new ArrayList<>(calls);
        mutant.add(more);
        return mutant;
    }

    private static List<LlmCall> without(List<LlmCall> calls, String id) {
        return calls.stream().filter(call -> !call.getCallId().equals(id)).toList();
    }

    @RepeatedTest(10)
    void shouldCatchAnyEventMissingFromTheMiddle(RepetitionInfo run) {
        long seed = 8_000L + run.getCurrentRepetition();
        Random random = new Random(seed);
        List<Event> log = new ArrayList<>(RandomLog.generate(random, STEPS).events);

        log.remove(1 + random.nextInt(log.size() - 2));

        assertThat(TestLog.audit(log, AuditOptions.DEFAULT).of(Invariant.LOG).holds())
                .as("seed " + seed)
                .isFalse();
    }

    private static void caught(long seed, String mutation, List<Event> mutant) {
        AuditReport report = TestLog.audit(renumbered(mutant), QUIET);
        assertThat(report.holds())
                .as("mutant '" + mutation + "' of seed " + seed + " is caught")
                .isFalse();
    }

    private static int pick(List<Event> log, Set<KindCase> kinds, Random random) {
        List<Integer> found = IntStream.range(0, log.size())
                .filter(i -> kinds.contains(log.get(i).getKindCase()))
                .boxed()
                .toList();
        return found.get(random.nextInt(found.size()));
    }

    /** An event that is missed: not a re-queueing before a cancellation, which is right without it. */
    private static int pickMissed(List<Event> log, Random random) {
        List<Integer> found = IntStream.range(0, log.size())
                .filter(i -> TELLING.contains(log.get(i).getKindCase()))
                .filter(i -> !log.get(i).hasQueued() || !next(log, i).hasCancelled())
                .boxed()
                .toList();
        return found.get(random.nextInt(found.size()));
    }

    private static Event next(List<Event> log, int at) {
        return log.subList(at + 1, log.size()).stream()
                .filter(e -> sameTask(e, log.get(at)) && TELLING.contains(e.getKindCase()))
                .findFirst()
                .orElse(Event.getDefaultInstance());
    }

    /** An event of a task that has more events. */
    private static int pickFollowed(List<Event> log, Random random) {
        List<Integer> found = IntStream.range(0, log.size())
                .filter(i -> TELLING.contains(log.get(i).getKindCase()))
                .filter(i -> next(log, i).hasTask())
                .boxed()
                .toList();
        return found.get(random.nextInt(found.size()));
    }

    /** Places where an event and the next of the same task stand side by side. */
    private static List<Integer> swaps(List<Event> log) {
        return IntStream.range(0, log.size() - 1)
                .filter(i -> sameTask(log.get(i), log.get(i + 1)))
                .filter(i -> TELLING.contains(log.get(i).getKindCase())
                        && TELLING.contains(log.get(i + 1).getKindCase()))
                .boxed()
                .toList();
    }

    private static boolean sameTask(Event a, Event b) {
        return a.hasTask() && a.getTask().getTaskId().equals(b.getTask().getTaskId());
    }

    private static List<Event> dropped(List<Event> log, int at) {
        List<Event> mutant = new ArrayList<>(log);
        mutant.remove(at);
        return mutant;
    }

    private static List<Event> duplicated(List<Event> log, int at) {
        List<Event> mutant = new ArrayList<>(log);
        mutant.add(at, log.get(at));
        return mutant;
    }

    private static List<Event> swapped(List<Event> log, int at) {
        List<Event> mutant = new ArrayList<>(log);
        // Times stay in place: it is the order of what happened that is wrong.
        mutant.set(
                at,
                log.get(at + 1).toBuilder()
                        .setAtMillis(log.get(at).getAtMillis())
                        .build());
        mutant.set(
                at + 1,
                log.get(at).toBuilder()
                        .setAtMillis(log.get(at + 1).getAtMillis())
                        .build());
        return mutant;
    }

    private static List<Event> changed(List<Event> log, int at, java.util.function.UnaryOperator<Event> change) {
        List<Event> mutant = new ArrayList<>(log);
        mutant.set(at, change.apply(log.get(at)));
        return mutant;
    }

    private static Event flipTier(Event event) {
        TaskRef ref = event.getTask();
        Tier other = ref.getTier() == Tier.TIER_URGENT ? Tier.TIER_BATCH : Tier.TIER_URGENT;
        return event.toBuilder().setTask(ref.toBuilder().setTier(other)).build();
    }

    private static Event nextAttempt(Event e) {
        Event.Builder b = e.toBuilder();
        switch (e.getKindCase()) {
            case GRANTED -> b.getGrantedBuilder().setAttempt(e.getGranted().getAttempt() + 1);
            case STARTED -> b.getStartedBuilder().setAttempt(e.getStarted().getAttempt() + 1);
            case RENEWED -> b.getRenewedBuilder().setAttempt(e.getRenewed().getAttempt() + 1);
            case RETRY_SCHEDULED ->
                b.getRetryScheduledBuilder().setAttempt(e.getRetryScheduled().getAttempt() + 1);
            case DEFERRED -> b.getDeferredBuilder().setAttempt(e.getDeferred().getAttempt() + 1);
            case SUCCEEDED ->
                b.getSucceededBuilder().setAttempt(e.getSucceeded().getAttempt() + 1);
            case DEAD -> b.getDeadBuilder().setAttempt(e.getDead().getAttempt() + 1);
            case REPLAYED -> b.getReplayedBuilder().setAttempt(e.getReplayed().getAttempt() + 1);
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    QUEUED,
                    CANCELLED,
                    EXPIRED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> throw new IllegalArgumentException("No attempt in " + e.getKindCase());
        }
        return b.build();
    }

    private static List<Event> renumbered(List<Event> log) {
        return IntStream.range(0, log.size())
                .mapToObj(i -> log.get(i).toBuilder().setSeq(i + 1L).build())
                .toList();
    }
}
