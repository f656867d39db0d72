package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Source;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.Tier;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the audit makes of plans, of tasks that come after others, and of campaigns. */
class PlanFoldTest {
    private static List<Invariant> broken(TestLog log) {
        AuditReport report = log.audit();
        return report.results().stream()
                .filter(result -> result.violationCount() > 0)
                .map(InvariantResult::invariant)
                .toList();
    }

    /** A planner that has just succeeded. */
    private static TestLog planned() {
        return TestLog.withCap(4)
                .planner("p")
                .progressed("p", "running", 1, 0, 0, 0, 0)
                .granted("p", 1, 1)
                .pass(1)
                .started("p", 1)
                .pass(1)
                .succeeded("p", 1, 100);
    }

    /** Its plan: b comes after a. */
    private static TestLog plan() {
        return planned().planned("a", "p").planned("b", "p", "a").progressed("p", "running", 3, 1, 0, 0, 100);
    }

    private static TestLog running() {
        return plan().pass(1).granted("a", 1, 1).started("a", 1).pass(1);
    }

    private static TestLog childWith(UnaryOperator<TaskAccepted.Builder> change) {
        TestLog log = planned().ref("a", Tier.TIER_NORMAL, "p");
        return log.accepted(
                        "a",
                        a -> change.apply(
                                a.setPlannerId("p").setName("a").setDepth(1).setCounts(true)))
                .progressed("p", "running", 2, 1, 0, 0, 100);
    }

    @Test
    void shouldFindNothingInAPlanDoneInOrder() {
        TestLog log = running()
                .deferred("a", 1, "rate_limited", 10, 7)
                .progressed("p", "running", 3, 1, 0, 0, 107)
                .pass(10)
                .queued("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .succeeded("a", 1, 50)
                .queued("b")
                .granted("b", 1, 1)
                .progressed("p", "running", 3, 2, 0, 0, 157)
                .pass(1)
                .started("b", 1)
                .pass(1)
                .succeeded("b", 1, 1)
                .progressed("p", "succeeded", 3, 3, 0, 0, 158);

        assertThat(log.audit(AuditOptions.DEFAULT.withQuiet(true).withHealthy(true))
                        .holds())
                .isTrue();
        assertThat(log.audit().of(Invariant.I25).note()).isEqualTo("1 campaigns ended, 0 run");
    }

    @Test
    void shouldCatchAChildWhosePlannerHasNotJustSucceeded() {
        assertThat(broken(
                        planned().progressed("p", "succeeded", 1, 1, 0, 0, 100).planned("a", "p")))
                .contains(Invariant.I24);
        assertThat(broken(TestLog.withCap(1).whole("p").accepted("x").planned("a", "p")))
                .contains(Invariant.I24);
        assertThat(broken(childWith(a -> a))).isEmpty();
        assertThat(broken(childWith(a -> a.setPlannerId("q")))).containsExactly(Invariant.I24);
    }

    @Test
    void shouldCatchAChildThatIsNotWhatThePlanMakesIt() {
        assertThat(broken(childWith(a -> a.setSource(Source.getDefaultInstance()))))
                .containsExactly(Invariant.I24);
        assertThat(broken(childWith(a -> a.setDepth(2)))).containsExactly(Invariant.I24);
        assertThat(broken(childWith(a -> a.setName("")))).containsExactly(Invariant.I24);
        assertThat(broken(childWith(a -> a.setCounts(false)))).contains(Invariant.I24);
        assertThat(broken(planned().planned("a", "p").planned("a", "p"))).contains(Invariant.I2, Invariant.I24);
    }

    @Test
    void shouldCatchAPlanTakenInOnlyInPart() {
        assertThat(broken(childWith(a -> a.addAfter("b")))).containsExactly(Invariant.I24);
    }

    @Test
    void shouldCatchAPlannerThatIsNotUrgent() {
        TestLog log = TestLog.withCap(1).accepted("a");
        Event accepted = log.events.getLast();
        log.events.set(
                log.events.size() - 1,
                accepted.toBuilder()
                        .setTask(accepted.getTask().toBuilder().setRole(Roles.ACTIVITY_PLANNER))
                        .build());

        assertThat(broken(log)).containsExactly(Invariant.I24);
    }

    @Test
    void shouldCatchATaskThatDoesNotWaitForItsParent() {
        assertThat(broken(running().granted("b", 1, 2))).containsExactly(Invariant.I5);
        assertThat(broken(running().queued("b"))).containsExactly(Invariant.I24);
    }

    @Test
    void shouldExpectAnOrphanToBeCancelledForItsParentsEnd() {
        assertThat(broken(died().cancelled("b", 0, "parent_dead").progressed("p", "failed", 3, 1, 1, 1, 100)))
                .isEmpty();
        assertThat(broken(died().cancelled("b", 0, "parent_expired").progressed("p", "failed", 3, 1, 1, 1, 100)))
                .containsExactly(Invariant.I24);
        assertThat(broken(died().queued("b").progressed("p", "running", 3, 1, 1, 0, 100)))
                .containsExactly(Invariant.I24);
        assertThat(broken(plan().pass(1).cancelled("b", 0, "parent_dead").progressed("p", "running", 3, 1, 0, 1, 100)))
                .containsExactly(Invariant.I24);
    }

    private static TestLog died() {
        return running().dead("a", 1, "refused", 0);
    }

    @Test
    void shouldNotReviveAnOrphanWhenItsParentIsReplayed() {
        TestLog log = died().replayed("a", 2, 4, true)
                .cancelled("b", 0, "parent_dead")
                .granted("a", 2, 1)
                .progressed("p", "running", 3, 1, 0, 1, 100);

        assertThat(broken(log)).isEmpty();
    }

    @Test
    void shouldCatchProgressThatDoesNotAddUp() {
        assertThat(broken(planned().progressed("p", "succeeded", 1, 1, 0, 0, 99)))
                .containsExactly(Invariant.I25);
        assertThat(broken(planned().progressed("p", "running", 1, 1, 0, 0, 100)))
                .containsExactly(Invariant.I25);
        assertThat(broken(planned().progressed("p", "succeeded", 2, 2, 0, 0, 100)))
                .containsExactly(Invariant.I25);
        assertThat(broken(planned().progressed("q", "succeeded", 1, 1, 0, 0, 100)))
                .containsExactly(Invariant.I25);
    }

    @Test
    void shouldCatchProgressThatIsNotToldAtOnceOrToldTwice() {
        assertThat(broken(planned())).containsExactly(Invariant.I25);
        assertThat(broken(planned().pass(1).progressed("p", "succeeded", 1, 1, 0, 0, 100)))
                .containsExactly(Invariant.I25);
        assertThat(broken(plan().progressed("p", "running", 3, 1, 0, 0, 100))).containsExactly(Invariant.I25);
    }

    @Test
    void shouldCountUnknownCostAndItsSettlement() {
        TestLog log = running()
                .dead("a", 1, "attempt_timeout")
                .cancelled("b", 0, "parent_dead")
                .progressed("p", "failed", 3, 1, 1, 1, 100 + TestLog.ESTIMATE);
        assertThat(broken(log)).isEmpty();
        TestLog other = running().planner("z").progressed("z", "running", 1, 0, 0, 0, 0);
        assertThat(broken(other)).isEmpty();

        TestLog settled = twoRoots()
                .dead("a", 1, "attempt_timeout")
                .progressed("p", "running", 3, 1, 1, 0, 100 + TestLog.ESTIMATE)
                .pass(1)
                .settled("a", 1, TestLog.WORKER, 20);
        assertThat(broken(settled.progressed("p", "running", 3, 1, 1, 0, 120))).isEmpty();
        assertThat(broken(settled.pass(1)
                        .settled("a", 1, TestLog.WORKER, 20)
                        .progressed("p", "running", 3, 1, 1, 0, 120)))
                .containsExactly(Invariant.I12, Invariant.I25);
    }

    private static TestLog twoRoots() {
        return planned()
                .planned("a", "p")
                .planned("c", "p")
                .progressed("p", "running", 3, 1, 0, 0, 100)
                .pass(1)
                .granted("a", 1, 1)
                .started("a", 1);
    }

    @Test
    void shouldCountAReplayInsteadOfTheFailureThatItUndoes() {
        TestLog log = twoRoots().dead("a", 1, "refused", 0).progressed("p", "running", 3, 1, 1, 0, 100);
        log.pass(1).replayed("a", 2, 4, true);

        assertThat(broken(log.progressed("p", "running", 3, 1, 0, 0, 100))).isEmpty();
    }

    @Test
    void shouldBeginACampaignAnewWithItsReplayedPlanner() {
        TestLog log = TestLog.withCap(1)
                .planner("p")
                .granted("p", 1, 1)
                .progressed("p", "running", 1, 0, 0, 0, 0)
                .started("p", 1)
                .dead("p", 1, "refused", 0)
                .progressed("p", "failed", 1, 0, 1, 0, 0)
                .pass(1)
                .replayed("p", 2, 4, true);

        assertThat(broken(log.progressed("p", "running", 1, 0, 0, 0, 0))).isEmpty();
    }

    @Test
    void shouldTellRunsOfACampaignApart() {
        TestLog log = TestLog.withCap(2)
                .planner("p")
                .granted("p", 1, 1)
                .progressed("p", "running", 1, 0, 0, 0, 0)
                .started("p", 1)
                .dead("p", 1, "attempt_timeout")
                .progressed("p", "failed", 1, 0, 1, 0, TestLog.ESTIMATE)
                .pass(1)
                .ref("q", Tier.TIER_URGENT, "p")
                .accepted("q", a -> a.setCounts(true))
                .progressed("p", "running", 1, 0, 0, 0, 0)
                .pass(1)
                .settled("p", 1, TestLog.WORKER, 20)
                .pass(1)
                .replayed("p", 2, 4, true)
                .progressed("p", "running", 2, 0, 0, 0, 0);

        assertThat(broken(log)).isEmpty();
    }

    @Test
    void shouldCatchAGrantInACancelledCampaign() {
        TestLog cancelled = plan().pass(1).campaignCancelled("p");
        assertThat(broken(cancelled
                        .cancelled("a", 0, "campaign_cancelled")
                        .cancelled("b", 0, "campaign_cancelled")
                        .progressed("p", "cancelled", 3, 1, 0, 2, 100)))
                .isEmpty();

        TestLog granted = plan().pass(1)
                .campaignCancelled("p")
                .cancelled("b", 0, "campaign_cancelled")
                .granted("a", 1, 1)
                .progressed("p", "running", 3, 1, 0, 1, 100);
        assertThat(broken(granted)).containsExactly(Invariant.I25);
    }

    @Test
    void shouldCatchACampaignCancelledTwiceOrNotAtAll() {
        assertThat(broken(plan().pass(1)
                        .campaignCancelled("p")
                        .campaignCancelled("p")
                        .progressed("p", "running", 3, 1, 0, 0, 100)))
                .containsExactly(Invariant.I25);
        assertThat(broken(TestLog.withCap(1).campaignCancelled("p"))).containsExactly(Invariant.I25);
    }
}
