package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.CampaignCounts;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.CampaignProgressed;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Table;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CampaignTest extends Scenario {
    private static final String PLANNER = "activity-planner";

    @BeforeEach
    void givenAPlannerThatRuns() {
        given(tenant(ACME).lane(PLANNER).cap(4).lane(COPYWRITER).cap(4));
        givenThat(submit("p").to(PLANNER).as(Tier.BATCH).please(), start("p", 1));
    }

    @Test
    void shouldTakePlannersAsUrgentWhateverTheyAskFor() {
        when(submit("q").to(PLANNER).as(Tier.BATCH).please());

        assertThat(the(Accepted.class).task().tier()).isEqualTo(Tier.URGENT);
        assertThat(the(CampaignProgressed.class).counts()).isEqualTo(new CampaignCounts(2, 0, 0, 0, 0));
    }

    @Test
    void shouldTakeInAWholePlanWithItsPlannersSuccess() {
        when(plan("p", task("a"), task("b").after("a"), task("c").after("a", "b")));

        then(
                "succeeded p#1",
                "accepted a",
                "accepted b",
                "accepted c",
                "granted a#1",
                "campaign spring RUNNING: 1+0+0 of 4");
    }

    @Test
    void shouldLetAChildWaitForAllItsParents() {
        givenThat(plan("p", task("a"), task("b"), task("c").after("a", "b")), start("a", 1), start("b", 1));

        when(complete("a", 1));
        then("succeeded a#1", "campaign spring RUNNING: 2+0+0 of 4");

        when(complete("b", 1));
        then("succeeded b#1", "requeued c", "granted c#1", "campaign spring RUNNING: 3+0+0 of 4");
    }

    @Test
    void shouldTellWhenACampaignIsDoneAndForgetIt() {
        givenThat(plan("p", task("a")), start("a", 1));

        when(completeFor("a", 1, 250));

        then("succeeded a#1", "campaign spring SUCCEEDED: 2+0+0 of 2");
        assertThat(the(CampaignProgressed.class).counts().costMicros()).isEqualTo(250);
        assertThat(rows(Table.TENANTS)).as("configuration and counters").isEqualTo(2);
    }

    @Test
    void shouldCancelWhatWaitsForATaskThatDies() {
        givenThat(plan("p", task("a"), task("b").after("a"), task("c").after("b"), task("d")), start("a", 1));
        givenThat(start("d", 1));

        when(fail("a", 1, false, Duration.ZERO));

        then(
                "dead a#1: provider_error",
                "cancelled b#0: parent_dead",
                "cancelled c#0: parent_cancelled",
                "campaign spring RUNNING: 1+1+2 of 5");
        when(complete("d", 1));
        then("succeeded d#1", "campaign spring FAILED: 2+1+2 of 5");
    }

    @Test
    void shouldCancelWhatWaitsForATaskThatIsCancelled() {
        givenThat(plan("p", task("a"), task("b").after("a")));

        when(cancel("a"));

        then("cancelled a#1: asked for", "cancelled b#0: parent_cancelled", "campaign spring FAILED: 1+0+2 of 3");
    }

    @Test
    void shouldCancelAWholeCampaign() {
        givenThat(plan("p", task("a"), task("b").after("a"), task("c")), start("a", 1));

        when(cancelCampaign("spring"));

        then(
                "campaign spring to be cancelled: over",
                "cancelled a#1: campaign_cancelled",
                "cancelled b#0: campaign_cancelled",
                "cancelled c#1: campaign_cancelled",
                "campaign spring CANCELLED: 1+0+3 of 4");
        when(cancelCampaign("spring"));
        thenNothing();
    }

    @Test
    void shouldCancelAWholeCampaignBitByBit() {
        givenThat(plan("p", task("a"), task("b").after("a"), task("c")));
        given(change -> change.expiriesPerCommand(2));

        when(cancelCampaign("spring"));

        then(
                "campaign spring to be cancelled: over",
                "cancelled a#1: campaign_cancelled",
                "cancelled b#0: campaign_cancelled",
                "campaign spring RUNNING: 1+0+2 of 4");
        whenRestarted();
        when(tick());
        then("cancelled c#1: campaign_cancelled", "campaign spring CANCELLED: 1+0+3 of 4");
    }

    @Test
    void shouldGrantNothingOfACampaignThatIsBeingCancelled() {
        given(tenant(ACME).version(2).lane(PLANNER).lane(COPYWRITER).cap(1));
        givenThat(plan("p", task("a"), task("b"), task("c")));
        given(change -> change.expiriesPerCommand(1));

        when(cancelCampaign("spring"), tick(), tick());

        assertThat(story()).filteredOn(line -> line.startsWith("granted")).isEmpty();
        assertThat(story()).contains("cancelled c#0: campaign_cancelled");
    }

    @Test
    void shouldCancelWaitingChildrenOfADeletedTenant() {
        givenThat(plan("p", task("a"), task("b").after("a")));

        when(tenant(ACME).version(2).deleted());

        assertThat(story()).contains("cancelled a#1: tenant_deleted", "cancelled b#0: tenant_deleted");
    }

    @Test
    void shouldWaitForATimeAfterItsParents() {
        givenThat(plan("p", task("a")));
        givenThat(
                submit("late").with(new TaskOptions(0, now() + 60_000, 0, 0, 0)).please());

        whenTimePasses(Duration.ofMinutes(1));

        assertThat(story()).contains("requeued late");
    }

    @Test
    void shouldNameACampaignAfterItsPlannerWhenNobodyDid() {
        given(change -> change);
        when(submit("a").to(COPYWRITER).please());

        assertThat(the(Accepted.class).counts()).as("a task with a mere label").isFalse();
    }

    @Test
    void shouldFailAPlannerThatPlansInACircle() {
        thenThePlannerFailsOf(
                "Tasks wait for each other in a circle, or for such: a, b, c",
                task("a").after("b"),
                task("b").after("a"),
                task("c").after("a"),
                task("d"));
    }

    @Test
    void shouldFailAPlannerThatNamesATaskTwice() {
        thenThePlannerFailsOf("The plan has two tasks named a: each needs a name of its own", task("a"), task("a"));
    }

    @Test
    void shouldFailAPlannerThatNamesAParentThatIsNotThere() {
        thenThePlannerFailsOf(
                "Task a comes after z, which the plan does not have", task("a").after("z"));
    }

    @Test
    void shouldFailAPlannerThatPlansForARoleTheTenantHasNot() {
        thenThePlannerFailsOf(
                "Task a can't be taken in: Role translator is not allocated to tenant acme",
                task("a").to("translator"));
    }

    @Test
    void shouldFailAPlannerThatPlansATaskThatExists() {
        givenThat(submit("a").please());
        thenThePlannerFailsOf("Task a would be " + id("a") + ", which exists already", task("a"));
    }

    @Test
    void shouldFailAPlannerThatPlansMoreThanItMay() {
        given(change -> change.plans(2, 3));
        thenThePlannerFailsOf("The plan has 3 tasks and may have 2", task("a"), task("b"), task("c"));
    }

    @Test
    void shouldFailAPlannerThatStandsTooDeep() {
        given(change -> change.plans(9, 1));
        givenThat(plan("p", task("q").to(PLANNER)), start("q", 1));

        when(plan("q", task("a")));

        assertThat(the(Dead.class).message()).isEqualTo("The planner stands under 1 plans, and there may be 1");
    }

    @Test
    void shouldFailAPlanThatIsMoreThanMayWait() {
        given(tenant(ACME).version(2).lane(PLANNER).lane(COPYWRITER).backlog(2));

        thenThePlannerFailsOf(
                "Task a can't be taken in: Tenant acme has 0 tasks waiting and may have 2",
                task("a"),
                task("b"),
                task("c"));
    }

    @Test
    void shouldRefuseAPlanOfAnybodyElse() {
        givenThat(submit("x").please(), start("x", 1));

        when(plan("x", task("a")));

        assertThat(the(Dead.class).message()).isEqualTo("Only tasks of role activity-planner may plan others");
    }

    @Test
    void shouldBeginACampaignAnewWhenItsDeadPlannerIsReplayed() {
        givenThat(plan("p", task("a").after("a")));

        when(replay("p"));

        then("replayed p for #2", "granted p#2", "campaign spring RUNNING: 0+0+0 of 1");
    }

    @Test
    void shouldCountAReplayedTaskInTheRunThatItDiedInAlone() {
        givenThat(plan("p", task("a"), task("b")), start("a", 1), fail("a", 1, false, Duration.ZERO));
        when(replay("a"));
        then("replayed a for #2", "granted a#2", "campaign spring RUNNING: 1+0+0 of 3");

        givenThat(start("a", 2), fail("a", 2, false, Duration.ZERO), start("b", 1), complete("b", 1));
        givenThat(submit("q").to(PLANNER).please());
        when(replay("a"));
        then("replayed a for #3", "granted a#3");
    }

    private void thenThePlannerFailsOf(String message, Planned... tasks) {
        when(plan("p", tasks));

        assertThat(the(Dead.class).cause()).isEqualTo("invalid_plan");
        assertThat(the(Dead.class).message()).isEqualTo(message);
        assertThat(story())
                .contains("campaign spring FAILED: 0+1+0 of 1")
                .noneMatch(line -> line.startsWith("accepted"));
    }
}
