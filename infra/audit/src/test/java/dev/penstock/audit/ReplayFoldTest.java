package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit makes of places in a queue, and of dead tasks that are tried again. */
class ReplayFoldTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private static List<Invariant> broken(TestLog log) {
        return broken(log, AuditOptions.DEFAULT);
    }

    private static List<Invariant> broken(TestLog log, AuditOptions options) {
        AuditReport report = log.audit(options);
        return report.results().stream()
                .filter(result -> result.violationCount() > 0)
                .map(InvariantResult::invariant)
                .toList();
    }

    private static TestLog dead() {
        return TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .dead("a", 1, "refused");
    }

    @Test
    void shouldExpectATaskThatComesBackAtItsOldPlace() {
        assertThat(broken(backFromARetry().granted("a", 2, 1))).isEmpty();
        assertThat(broken(backFromARetry().granted("b", 1, 1))).containsExactly(Invariant.I8);
    }

    private static TestLog backFromARetry() {
        return TestLog.withCap(1)
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1)
                .started("a", 1)
                .retry("a", 1, "provider_error", 0)
                .queued("a");
    }

    @Test
    void shouldExpectATaskThatWasNotToStartBeforeAtItsOldPlace() {
        assertThat(broken(notBefore().granted("later", 1, 1))).isEmpty();
        assertThat(broken(notBefore().granted("now", 1, 1))).containsExactly(Invariant.I8);
    }

    private static TestLog notBefore() {
        return TestLog.withCap(1)
                .accepted("later", Tier.TIER_NORMAL, 1_000)
                .accepted("now")
                .pass(1_000)
                .queued("later");
    }

    @Test
    void shouldExpectAReplayedTaskBehindAllOthers() {
        TestLog right = dead().accepted("b").replayed("a", 2, 4).granted("b", 1, 1);
        TestLog wrong = dead().accepted("b").replayed("a", 2, 4).granted("a", 2, 1);

        assertThat(broken(right)).isEmpty();
        assertThat(broken(wrong)).containsExactly(Invariant.I8);
    }

    @Test
    void shouldLetADeadTaskLiveAndEndAgain() {
        TestLog log =
                dead().replayed("a", 2, 4).granted("a", 2, 1).started("a", 2).dead("a", 2, "refused");
        log.replayed("a", 3, 5).granted("a", 3, 1).started("a", 3);
        assertThat(broken(log)).isEmpty();
        assertThat(broken(log, AuditOptions.DEFAULT.withQuiet(true))).containsExactly(Invariant.I3);

        log.succeeded("a", 3);

        assertThat(broken(log, AuditOptions.DEFAULT.withQuiet(true))).isEmpty();
        assertThat(log.audit().of(Invariant.I4).note()).isEqualTo("2 replays");
    }

    @Test
    void shouldCatchAReplayOfWhatIsNotDead() {
        assertThat(broken(TestLog.withCap(1).whole("a").replayed("a", 2, 4))).containsExactly(Invariant.I4);
        assertThat(broken(TestLog.withCap(1).accepted("a").replayed("a", 2, 4))).containsExactly(Invariant.I4);
        assertThat(broken(TestLog.withCap(1).replayed("a", 2, 4))).containsExactly(Invariant.I4);
        assertThat(broken(dead().replayed("a", 2, 4).replayed("a", 2, 4))).containsExactly(Invariant.I4);
    }

    @Test
    void shouldCatchAReplayThatSkipsOrRepeatsAnAttempt() {
        assertThat(broken(dead().replayed("a", 3, 5))).containsExactly(Invariant.I6);
        assertThat(broken(dead().replayed("a", 1, 5))).containsExactly(Invariant.I6);
        assertThat(broken(dead().replayed("a", 2, 4).granted("a", 3, 1))).containsExactly(Invariant.I6);
    }

    @Test
    void shouldHoldAReplayedTaskToItsNewAttempts() {
        assertThat(broken(dead().replayed("a", 2, 1))).containsExactly(Invariant.I6);
        TestLog log = dead().replayed("a", 2, 2).granted("a", 2, 1).started("a", 2);

        assertThat(broken(log.retry("a", 2, "provider_error", 0))).containsExactly(Invariant.I6);
    }

    @Test
    void shouldCatchAReplayedTaskThatIsAnother() {
        TestLog log = dead();
        log.ref("a", Tier.TIER_URGENT, "").replayed("a", 2, 4);

        assertThat(broken(log)).containsExactly(Invariant.LOG);
    }

    @Test
    void shouldRememberADeadTaskForAWeekAndAnyOtherForADay() {
        assertThat(broken(dead().pass(6 * DAY).duplicate("a"))).isEmpty();
        assertThat(broken(dead().pass(6 * DAY).replayed("a", 2, 4))).isEmpty();
        assertThat(broken(dead().pass(7 * DAY).duplicate("a"))).containsExactly(Invariant.I2);
        assertThat(broken(TestLog.withCap(1).whole("a").pass(DAY).duplicate("a")))
                .containsExactly(Invariant.I2);
        assertThat(broken(dead().pass(2 * DAY).duplicate("a"), AuditOptions.DEFAULT.withDeadTtl(Duration.ofDays(2))))
                .containsExactly(Invariant.I2);
    }

    @Test
    void shouldAllowADeadTaskToBeForgottenAfterADayForLackOfRoom() {
        assertThat(broken(dead().pass(DAY - 1).accepted("a"))).containsExactly(Invariant.I2);
        assertThat(broken(dead().pass(DAY).accepted("a"))).isEmpty();
    }
}
