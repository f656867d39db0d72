package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.LlmCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the audit makes of money: each way in which an attempt that called a provider can end. */
class LedgerFoldTest {
    private static final AuditOptions QUIET = AuditOptions.DEFAULT.withQuiet(true);

    private static List<Invariant> broken(TestLog log) {
        AuditReport report = log.auditCalls(QUIET);
        return report.results().stream()
                .filter(result -> result.violationCount() > 0)
                .map(InvariantResult::invariant)
                .toList();
    }

    private static TestLog running(String id) {
        return TestLog.withCap(1).accepted(id).granted(id, 1, 1).started(id, 1).pass(100);
    }

    @Test
    void shouldBalanceWhatWasToldWithItsCalls() {
        AuditReport report = TestLog.withCap(1).whole("a").whole("b").auditCalls(QUIET);

        assertThat(report.violations()).isZero();
        assertThat(report.ledger().spent()).isEqualTo(2 * TestLog.COST);
        assertThat(report.ledger().booked()).isEqualTo(2 * TestLog.COST);
        assertThat(report.ledger().finishedCost()).isEqualTo(2 * TestLog.COST);
        assertThat(report.ledger().unknownCalls()).isEmpty();
        assertThat(AuditTable.render(report)).contains("$0.001400", "every invariant holds");
    }

    @Test
    void shouldListACallWhoseEndNobodyKnows() {
        AuditReport report = running("a").cancelled("a", 1).auditCalls(QUIET);

        assertThat(report.violations()).isZero();
        assertThat(report.ledger().unknown()).isEqualTo(TestLog.ESTIMATE);
        assertThat(report.ledger().open()).isEqualTo(1);
        assertThat(report.ledger().unknownCalls()).singleElement().satisfies(call -> {
            assertThat(call.task()).isEqualTo("a");
            assertThat(call.model()).isEqualTo("claude");
            assertThat(call.micros()).isEqualTo(TestLog.ESTIMATE);
            assertThat(call.standing()).startsWith("begun, end unknown");
        });
    }

    @Test
    void shouldListAFinishedCallWhoseResultNeverCame() {
        TestLog log = running("a").callEnded("a", 650);
        log.calls.add(log.calls.getLast());
        AuditReport report = log.cancelled("a", 1).auditCalls(QUIET);

        assertThat(report.violations()).isZero();
        assertThat(report.ledger().late()).isEqualTo(1);
        assertThat(report.ledger().lateCost()).isEqualTo(650);
        assertThat(report.ledger().unknownCalls()).hasSize(1);
    }

    @Test
    void shouldTakeALateResultInPlaceOfTheEstimate() {
        AuditReport report = running("a").cancelled("a", 1).lateEnd("a", 1).auditCalls(QUIET);

        assertThat(report.violations()).isZero();
        assertThat(report.ledger().unknown()).isZero();
        assertThat(report.ledger().spent()).isEqualTo(TestLog.COST);
        assertThat(report.ledger().tenants().getFirst().settled()).isEqualTo(TestLog.COST);
    }

    @Test
    void shouldCatchALateResultThatSettlesNothing() {
        assertThat(broken(running("a").cancelled("a", 1).refused("a", 1, "finish", TestLog.WORKER)))
                .containsExactly(Invariant.I12);
        assertThat(broken(running("a").cancelled("a", 1).refused("a", 1, "renew", TestLog.WORKER)))
                .isEmpty();
    }

    @Test
    void shouldCatchAResultThatSettlesWhatAnotherWorkerOwes() {
        assertThat(broken(running("a").cancelled("a", 1).settled("a", 1, "w2", TestLog.COST)))
                .containsExactly(Invariant.I12);
    }

    @Test
    void shouldTakeAResultsWordForACallWhoseEndIsNotOnRecord() {
        TestLog log = TestLog.withCap(1).whole("a");
        log.calls.removeLast();
        AuditReport report = log.auditCalls(QUIET);

        assertThat(report.violations()).isZero();
        assertThat(report.ledger().toldOnly()).isEqualTo(TestLog.COST);
        assertThat(report.ledger().open()).isEqualTo(1);
    }

    @Test
    void shouldCatchAnAttemptThatWasHandedBackAfterACall() {
        TestLog log = running("a")
                .callEnded("a", 5)
                .deferred("a", 1, "draining", 0)
                .queued("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .succeeded("a", 1);

        assertThat(broken(log)).containsExactly(Invariant.I12);
    }

    @Test
    void shouldTakeWhatAWorkerTellsWhenItHandsAnAttemptBackAfterACall() {
        TestLog log = running("a")
                .deferred("a", 1, "draining", 0, 5)
                .queued("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .succeeded("a", 1);

        assertThat(broken(log)).isEmpty();
        assertThat(log.auditCalls(QUIET).ledger().spent()).isEqualTo(TestLog.COST + 5);
    }

    @Test
    void shouldPassAnAttemptThatWasHandedBackBeforeItsCallWasMade() {
        assertThat(broken(running("a")
                        .deferred("a", 1, "accounting_unavailable", 0)
                        .queued("a")
                        .granted("a", 1, 1)
                        .started("a", 1)
                        .succeeded("a", 1)))
                .isEmpty();
    }

    @Test
    void shouldCatchACallUnderARefusedStart() {
        TestLog log = running("a").refused("a", 1, "start", "w2");
        assertThat(broken(log)).doesNotContain(Invariant.I12);

        log.calls.add(log.call("a", 1, "w2").build());

        assertThat(broken(log.succeeded("a", 1))).containsExactly(Invariant.I12);
    }

    @Test
    void shouldDoubtACallUnderARefusedStartUntilItsWorkerTells() {
        TestLog log = running("a").refused("a", 1, "start", "w2");
        LlmCall call = log.call("a", 1, "w2").build();
        LogFold fold = new LogFold(QUIET.with(AuditOptions.Part.CALLS));
        for (int i = 0; i < log.events.size(); i++) {
            fold.event(LogEvent.of(0, i, log.events.get(i)));
        }
        fold.call(new LogCall(0, 0, call));
        fold.call(new LogCall(
                0,
                1,
                call.toBuilder()
                        .setFinished(CallFinished.newBuilder().setUsage(TestLog.usage(120)))
                        .build()));

        var doubts = fold.doubts();
        assertThat(doubts).hasSize(1);

        int seen = log.events.size();
        log.toldAfterRefusal("a", 1, "w2", 120);
        fold.event(LogEvent.of(0, seen, log.events.getLast()));

        assertThat(fold.doubts()).isEmpty();
    }

    @Test
    void shouldReportOfWhatIsDoubtedOnlyWhatLasts() {
        TestLog log = running("a").refused("a", 1, "start", "w2");
        log.calls.add(log.call("a", 1, "w2").build());
        LogFold fold = new LogFold(AuditOptions.DEFAULT.with(AuditOptions.Part.CALLS));
        for (int i = 0; i < log.events.size(); i++) {
            fold.event(LogEvent.of(0, i, log.events.get(i)));
        }
        log.calls.forEach(call -> fold.call(new LogCall(0, 0, call)));

        fold.reportOnly(Set.of());
        assertThat(fold.finish(Map.of()).of(Invariant.I12).violations()).isEmpty();
    }

    @Test
    void shouldTakeWhatAWorkerTellsOfACallUnderARefusedStartOnce() {
        TestLog log = running("a").refused("a", 1, "start", "w2");
        LlmCall call = log.call("a", 1, "w2").build();
        log.calls.add(call);
        log.calls.add(call.toBuilder()
                .setFinished(CallFinished.newBuilder().setUsage(TestLog.usage(120)))
                .build());
        log.toldAfterRefusal("a", 1, "w2", 120).succeeded("a", 1);
        AuditReport report = log.auditCalls(QUIET);

        assertThat(report.violations()).isZero();
        assertThat(report.ledger().spent()).isEqualTo(TestLog.COST + 120);
        assertThat(broken(log.toldAfterRefusal("a", 1, "w2", 120))).containsExactly(Invariant.I12);
    }

    @Test
    void shouldBookTheAttemptsOfAReplayedTaskLikeAnyOther() {
        TestLog log = running("a").dead("a", 1, "attempt_timeout").replayed("a", 2, 4);
        log.lateEnd("a", 1).granted("a", 2, 1).started("a", 2).pass(9).succeeded("a", 2);

        assertThat(broken(log)).isEmpty();
        assertThat(log.auditCalls(QUIET).ledger().spent()).isEqualTo(2 * TestLog.COST);
        assertThat(broken(log.lateEnd("a", 1))).containsExactly(Invariant.I12);
    }

    @Test
    void shouldCatchACallOfAnAttemptThatNeverWas() {
        TestLog log = TestLog.withCap(1).whole("a");
        log.calls.add(log.call("a", 2, TestLog.WORKER).build());

        assertThat(broken(log)).containsExactly(Invariant.I12);
    }

    @Test
    void shouldNotJudgeWhatGoesOnYet() {
        TestLog log = running("a");
        log.calls.add(log.call("later", 1, TestLog.WORKER).build());

        assertThat(log.auditCalls(AuditOptions.DEFAULT).violations()).isZero();
    }

    @Test
    void shouldCatchAGrantBeyondTheBudget() {
        TestLog within = budget(2 * TestLog.ESTIMATE)
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1)
                .granted("b", 1, 2);
        assertThat(within.audit().violations()).isZero();

        TestLog beyond = budget(2 * TestLog.ESTIMATE - 1)
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1)
                .granted("b", 1, 2);
        assertThat(beyond.audit().of(Invariant.I12).violationCount()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsSpentAndUnknownAgainstTheBudget() {
        TestLog log = budget(TestLog.COST + 2 * TestLog.ESTIMATE - 1)
                .whole("a")
                .accepted("b")
                .granted("b", 1, 1)
                .started("b", 1)
                .cancelled("b", 1)
                .accepted("c")
                .granted("c", 1, 1);

        assertThat(log.audit().of(Invariant.I12).violations())
                .extracting(Violation::task)
                .containsExactly("c");
    }

    @Test
    void shouldBeginANewBudgetWithTheMonth() {
        TestLog log = budget(TestLog.ESTIMATE + 1)
                .whole("a")
                .pass(40L * 24 * 3_600 * 1_000)
                .accepted("b")
                .granted("b", 1, 1);

        assertThat(log.audit().violations()).isZero();
    }

    private static TestLog budget(long micros) {
        return new TestLog().configured(5, config -> config.setMonthlyBudgetMicros(micros));
    }
}
