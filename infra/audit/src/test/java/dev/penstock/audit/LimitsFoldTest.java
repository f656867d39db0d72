package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit makes of limits over lanes, of ageing and of tasks that are not to start yet. */
class LimitsFoldTest {
    private static final long AGE = AuditOptions.DEFAULT.ageAfter().toMillis();

    private static List<Invariant> broken(TestLog log) {
        return broken(log.audit());
    }

    private static List<Invariant> broken(AuditReport report) {
        return report.results().stream()
                .filter(result -> result.violationCount() > 0)
                .map(InvariantResult::invariant)
                .toList();
    }

    @Test
    void shouldCatchAGrantBeyondTheTenantsCap() {
        TestLog one = new TestLog()
                .configured(5, config -> config.setMaxConcurrent(1))
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1);
        assertThat(broken(one)).isEmpty();

        assertThat(broken(one.granted("b", 1, 2))).containsExactly(Invariant.I1);
    }

    @Test
    void shouldCatchAGrantWhileTheTenantIsPaused() {
        TestLog log = new TestLog()
                .configured(5, config -> config.setFlow(Flow.FLOW_PAUSED))
                .accepted("a");
        assertThat(broken(log)).isEmpty();

        assertThat(broken(log.granted("a", 1, 1))).containsExactly(Invariant.I1);
    }

    @Test
    void shouldCatchAGrantWhileTheLaneIsPaused() {
        TestLog log = new TestLog()
                .configured(5, config -> {
                    config.getAllocationsBuilder(0).setFlow(Flow.FLOW_PAUSED);
                    return config;
                })
                .accepted("a");
        assertThat(broken(log)).isEmpty();

        assertThat(broken(log.granted("a", 1, 1))).containsExactly(Invariant.I1);
    }

    @Test
    void shouldLetGrantsGoOnWhileTheTenantDrains() {
        assertThat(broken(new TestLog()
                        .configured(5)
                        .accepted("a")
                        .configured(5, config -> config.setFlow(Flow.FLOW_DRAINING))
                        .granted("a", 1, 1)))
                .isEmpty();
    }

    @Test
    void shouldExpectAnAgedTaskBeforeANewerOneOfTheTierAbove() {
        assertThat(broken(oldBatchAndNewNormal(AGE).granted("old", 1, 1))).isEmpty();
        assertThat(broken(oldBatchAndNewNormal(AGE).granted("new", 1, 1))).containsExactly(Invariant.I8);
    }

    @Test
    void shouldNotExpectItBeforeItHasAged() {
        assertThat(broken(oldBatchAndNewNormal(AGE - 1).granted("new", 1, 1))).isEmpty();
        assertThat(broken(oldBatchAndNewNormal(AGE - 1).granted("old", 1, 1))).containsExactly(Invariant.I8);
    }

    @Test
    void shouldAgeAsItIsTold() {
        AuditOptions options = AuditOptions.DEFAULT.withAgeAfter(Duration.ofMillis(AGE * 2));

        assertThat(broken(oldBatchAndNewNormal(AGE).granted("new", 1, 1).audit(options)))
                .isEmpty();
    }

    @Test
    void shouldNotExpectATaskThatMayNotStartYet() {
        TestLog log =
                TestLog.withCap(2).accepted("later", Tier.TIER_URGENT, 1_000).accepted("now");

        assertThat(broken(log.granted("now", 1, 1).pass(1_000).queued("later").granted("later", 1, 2)))
                .isEmpty();
    }

    @Test
    void shouldCatchATaskThatStartsTooEarly() {
        TestLog log = TestLog.withCap(1).accepted("later", Tier.TIER_NORMAL, 1_000);

        assertThat(broken(log.pass(999).queued("later"))).containsExactly(Invariant.I6);
        assertThat(broken(TestLog.withCap(1)
                        .accepted("later", Tier.TIER_NORMAL, 1_000)
                        .granted("later", 1, 1)))
                .contains(Invariant.I5);
    }

    private static TestLog oldBatchAndNewNormal(long wait) {
        return TestLog.withCap(1).accepted("old", Tier.TIER_BATCH).pass(wait).accepted("new", Tier.TIER_NORMAL);
    }
}
