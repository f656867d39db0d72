package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogFoldTest {
    private static final AuditOptions QUIET =
            AuditOptions.DEFAULT.withQuiet(true).withHealthy(true);

    private static Set<Invariant> broken(TestLog log) {
        return broken(log.audit(QUIET));
    }

    private static Set<Invariant> broken(AuditReport report) {
        return report.results().stream()
                .filter(r -> !r.holds())
                .map(InvariantResult::invariant)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Invariant.class)));
    }

    @Test
    void shouldFindNothingInALogOfEveryKindOfEvent() {
        TestLog log = TestLog.withCap(2)
                .whole("a")
                .accepted("b", Tier.TIER_BATCH)
                .accepted("u", Tier.TIER_URGENT)
                .granted("u", 1, 1)
                .granted("b", 1, 2)
                .started("u", 1)
                .started("b", 1)
                .refused("u", 1, "start", "w2")
                .pass(10_000)
                .renewed("b", 1)
                .retry("u", 1, "provider_error", 500)
                .configured(1)
                .deferred("b", 1, "rate_limited", 100)
                .pass(100)
                .queued("b")
                .granted("b", 1, 1)
                .started("b", 1)
                .pass(400)
                .queued("u")
                .duplicate("u")
                .pass(TestLog.LEASE_MILLIS)
                .retry("b", 1, "lease_lapsed", 1_000)
                .granted("u", 2, 1)
                .pass(TestLog.GRANT_MILLIS)
                .deferred("u", 2, "grant_lapsed", 1_000)
                .pass(1_000)
                .queued("b")
                .queued("u")
                .granted("u", 2, 1)
                .started("u", 2)
                .settled("b", 1, "w1", TestLog.COST)
                .dead("u", 2, "provider_error")
                .cancelled("b", 0)
                .refused("b", 1, "finish", "w1")
                .duplicate("b")
                .rejected("x")
                .planner("p")
                .progressed("p", "running", 1, 0, 0, 0, 0)
                .granted("p", 1, 1)
                .replayed("u", 3, 5)
                .started("p", 1)
                .succeeded("p", 1)
                .planned("c", "p")
                .campaignCancelled("p")
                .cancelled("c", 0)
                .progressed("p", "cancelled", 2, 1, 0, 1, TestLog.COST)
                .cancelled("u", 0);

        AuditReport report = log.audit(QUIET.withHealthy(false));

        assertThat(AuditTable.render(report)).contains("every invariant holds");
        assertThat(report.results())
                .allSatisfy(
                        r -> assertThat(r.examined()).as(r.invariant().name()).isPositive());
    }

    @Test
    void shouldCatchAGrantOverTheCap() {
        TestLog log = TestLog.withCap(1)
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1)
                .granted("b", 1, 2);

        assertThat(broken(log)).contains(Invariant.I1);
    }

    @Test
    void shouldAllowMoreLiveThanTheCapAfterACutButNoGrant() {
        TestLog cut = TestLog.withCap(2)
                .accepted("a")
                .accepted("b")
                .accepted("c")
                .granted("a", 1, 1)
                .granted("b", 1, 2)
                .configured(1);
        assertThat(broken(cut.audit())).isEmpty();

        cut.started("a", 1).succeeded("a", 1).granted("c", 1, 2);

        assertThat(broken(cut.audit())).contains(Invariant.I1);
    }

    @Test
    void shouldCatchAGrantUnderAnOldConfiguration() {
        TestLog log = TestLog.withCap(2).accepted("a").granted("a", 1, 1);
        Event stale = log.events.get(2).toBuilder()
                .setGranted(log.events.get(2).getGranted().toBuilder().setConfigVersion(0))
                .build();
        log.events.set(2, stale);

        assertThat(broken(log.audit())).containsExactly(Invariant.I18);
    }

    @Test
    void shouldCatchAGrantToARoleThatIsNotAllocated() {
        TestLog log = TestLog.withCap(0).accepted("a").granted("a", 1, 1);

        assertThat(broken(log.audit())).containsExactly(Invariant.I1);
    }

    @Test
    void shouldCatchATaskAcceptedTwice() {
        assertThat(broken(TestLog.withCap(1).accepted("a").accepted("a").audit()))
                .contains(Invariant.I2);
        assertThat(broken(TestLog.withCap(1).whole("a").accepted("a").audit())).containsExactly(Invariant.I2);
    }

    @Test
    void shouldAllowAnIdAnewOnceItsMarkerIsForgotten() {
        TestLog log = TestLog.withCap(1)
                .whole("a")
                .pass(Duration.ofHours(25).toMillis())
                .whole("a");

        assertThat(broken(log)).isEmpty();
    }

    @Test
    void shouldCatchARepeatOfWhatWasNeverAccepted() {
        assertThat(broken(TestLog.withCap(1).duplicate("a").audit())).containsExactly(Invariant.I2);
    }

    @Test
    void shouldCatchAnAnsweredSubmissionWithoutOutcome() {
        LogFold fold = new LogFold(QUIET);
        List<Event> events = TestLog.withCap(1).whole("a").rejected("r").events;
        for (String id : List.of("a", "r", "lost")) {
            fold.submitted(new Submission(TestLog.TENANT, id, true));
        }
        fold.submitted(new Submission(TestLog.TENANT, "unanswered", false));
        for (int i = 0; i < events.size(); i++) {
            fold.event(LogEvent.of(0, i, events.get(i)));
        }

        InvariantResult result = fold.finish(Map.of()).of(Invariant.I2);

        assertThat(result.violations()).extracting(Violation::task).containsExactly("lost");
        assertThat(result.note()).contains("1 lost");
    }

    @Test
    void shouldCatchTwoTasksFromOneIntakeOffset() {
        TestLog log = TestLog.withCap(1).accepted("a").accepted("b");
        Event second = log.events.get(2);
        log.events.set(
                2,
                second.toBuilder().setAccepted(log.events.get(1).getAccepted()).build());

        assertThat(broken(log.audit())).containsExactly(Invariant.I2, Invariant.I19);
    }

    @Test
    void shouldCatchATaskThatNeverEndsOnlyWhenAllIsQuiet() {
        TestLog log = TestLog.withCap(1).accepted("a").granted("a", 1, 1);

        assertThat(broken(log.audit())).isEmpty();
        assertThat(broken(log)).containsExactly(Invariant.I3);
        assertThat(log.audit().openTasks()).isEqualTo(1);
    }

    @Test
    void shouldCatchASecondEnd() {
        assertThat(broken(TestLog.withCap(1).whole("a").dead("a", 1, "x"))).contains(Invariant.I3, Invariant.I4);
        assertThat(broken(TestLog.withCap(1).cancelled("ghost", 0))).containsExactly(Invariant.I3);
    }

    @Test
    void shouldCatchLifeAfterTheEnd() {
        assertThat(broken(TestLog.withCap(1).whole("a").queued("a"))).contains(Invariant.I4);
        assertThat(broken(TestLog.withCap(1).whole("a").renewed("a", 1))).containsExactly(Invariant.I4);
    }

    @Test
    void shouldCatchAGrantForATaskThatIsNotQueued() {
        TestLog waiting = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .retry("a", 1, "provider_error", 10)
                .pass(10)
                .granted("a", 2, 1);
        TestLog cancelled = TestLog.withCap(1).accepted("a").cancelled("a", 0).granted("a", 1, 1);

        assertThat(broken(waiting.audit())).containsExactly(Invariant.I5);
        assertThat(broken(cancelled)).contains(Invariant.I5, Invariant.I4);
    }

    @Test
    void shouldCatchAnAttemptSkippedRepeatedOrTooMany() {
        TestLog skipped = TestLog.withCap(1).accepted("a").granted("a", 2, 1);
        TestLog repeated = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .retry("a", 1, "x", 0)
                .queued("a")
                .granted("a", 1, 1);
        TestLog overlapping =
                TestLog.withCap(2).accepted("a").granted("a", 1, 1).granted("a", 2, 2);
        TestLog tooMany = TestLog.withCap(1).accepted("a");
        for (int attempt = 1; attempt <= 3; attempt++) {
            tooMany.granted("a", attempt, 1)
                    .started("a", attempt)
                    .retry("a", attempt, "x", 0)
                    .queued("a");
        }

        assertThat(List.of(
                        broken(skipped.audit()),
                        broken(repeated.audit()),
                        broken(overlapping.audit()),
                        broken(tooMany.audit())))
                .allSatisfy(found -> assertThat(found).contains(Invariant.I6));
    }

    @Test
    void shouldCatchWhatLapsesEarly() {
        TestLog running = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .pass(TestLog.LEASE_MILLIS - 1);
        TestLog granted = TestLog.withCap(1).accepted("a").granted("a", 1, 1).pass(TestLog.GRANT_MILLIS - 1);
        TestLog backoff = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .retry("a", 1, "x", 500)
                .pass(499)
                .queued("a");

        assertThat(broken(running.retry("a", 1, "lease_lapsed", 0).audit())).containsExactly(Invariant.I6);
        assertThat(broken(granted.deferred("a", 1, "grant_lapsed", 0).audit())).containsExactly(Invariant.I6);
        assertThat(broken(backoff.audit())).containsExactly(Invariant.I6);
    }

    @Test
    void shouldCatchALateExpiryInAHealthySystemOnly() {
        TestLog log = TestLog.withCap(1).accepted("a").granted("a", 1, 1).started("a", 1);
        log.pass(TestLog.LEASE_MILLIS + 2_001).retry("a", 1, "lease_lapsed", 0);

        assertThat(broken(log.audit())).isEmpty();
        assertThat(broken(log.audit(AuditOptions.DEFAULT.withHealthy(true)))).containsExactly(Invariant.I6);
        assertThat(log.audit().of(Invariant.I6).note()).contains("2,001 ms");
    }

    @Test
    void shouldCatchAStaleResultTaken() {
        TestLog log = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .retry("a", 1, "x", 0)
                .queued("a")
                .granted("a", 2, 1)
                .started("a", 2);

        assertThat(broken(log.succeeded("a", 1))).containsExactly(Invariant.I7);
    }

    @Test
    void shouldCatchAResultWithoutAStart() {
        assertThat(broken(TestLog.withCap(1).accepted("a").granted("a", 1, 1).succeeded("a", 1)))
                .containsExactly(Invariant.I7);
        assertThat(broken(TestLog.withCap(1).accepted("a").started("a", 1).audit()))
                .contains(Invariant.I7);
    }

    @Test
    void shouldCatchALiveResultRefused() {
        TestLog log = TestLog.withCap(1).accepted("a").granted("a", 1, 1).started("a", 1);

        assertThat(broken(log.refused("a", 1, "finish", "w1").audit())).containsExactly(Invariant.I7);
    }

    @Test
    void shouldCatchALowerTierServedFirst() {
        TestLog log =
                TestLog.withCap(1).accepted("n").accepted("u", Tier.TIER_URGENT).granted("n", 1, 1);

        assertThat(broken(log.audit())).containsExactly(Invariant.I8);
    }

    @Test
    void shouldCatchALaterTaskServedFirst() {
        assertThat(broken(TestLog.withCap(1)
                        .accepted("a")
                        .accepted("b")
                        .granted("b", 1, 1)
                        .audit()))
                .containsExactly(Invariant.I8);
    }

    @Test
    void shouldCatchASlotThatLeaksOrIsFreedTwice() {
        assertThat(broken(TestLog.withCap(3)
                        .whole("a")
                        .accepted("b")
                        .granted("b", 1, 2)
                        .audit()))
                .containsExactly(Invariant.I10);
        assertThat(broken(TestLog.withCap(3).accepted("a").dead("a", 1, "x"))).contains(Invariant.I10);
        assertThat(broken(TestLog.withCap(3).accepted("a").granted("a", 1, 1).cancelled("a", 0)))
                .contains(Invariant.I10);
    }

    @Test
    void shouldCatchAGapAReturningClockAndAChangedTask() {
        TestLog gap = TestLog.withCap(1).whole("a");
        gap.events.remove(2);
        TestLog clock = TestLog.withCap(1).accepted("a").pass(-1).granted("a", 1, 1);
        TestLog flipped = TestLog.withCap(1).accepted("a").granted("a", 1, 1);
        Event granted = flipped.events.get(2);
        flipped.events.set(
                2,
                granted.toBuilder()
                        .setTask(granted.getTask().toBuilder().setTier(Tier.TIER_URGENT))
                        .build());

        assertThat(broken(gap.audit())).contains(Invariant.LOG);
        assertThat(broken(clock.audit())).containsExactly(Invariant.LOG);
        assertThat(broken(flipped.audit())).containsExactly(Invariant.LOG);
    }

    @Test
    void shouldSayNothingOfTasksThatBeganBeforeATrimmedLog() {
        List<Event> events = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .pass(5)
                .succeeded("a", 1)
                .whole("b")
                .events;

        AuditReport report =
                TestLog.audit(new ArrayList<>(events.subList(3, events.size())), QUIET.withTruncated(Set.of(0)));

        assertThat(broken(report)).isEmpty();
    }

    @Test
    void shouldKeepAFewViolationsAndCountAll() {
        TestLog log = TestLog.withCap(0);
        for (int i = 0; i < 50; i++) {
            log.accepted("t" + i).granted("t" + i, 1, i + 1);
        }

        InvariantResult result = log.audit().of(Invariant.I1);

        assertThat(result.violationCount()).isEqualTo(50);
        assertThat(result.violations()).hasSize(AuditOptions.DEFAULT.maxViolations());
    }
}
