package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Bounds;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Flow;
import dev.penstock.admission.TaskOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits over lanes: of the tenant, of the role, of the month, and what is paused or drains. A grant needs all of them at once. */
class LimitsTest extends Scenario {
    private static final String SEO = "seo-specialist";

    @Test
    void shouldHoldTheTenantsCapOverAllItsLanes() {
        given(tenant("acme").lane("copywriter").cap(5).lane(SEO).cap(5).capOfAll(2));

        when(submit("a").please(), submit("b").to(SEO).please(), submit("c").please());
        then("accepted a", "granted a#1", "accepted b", "granted b#1", "accepted c");

        when(start("b", 1), complete("b", 1));
        then("started b#1 by w1", "succeeded b#1", "granted c#1");
    }

    @Test
    void shouldHoldTheRolesCapOverAllTenants() {
        given(
                tenant("acme").lane("copywriter").cap(5),
                tenant("bolt").lane("copywriter").cap(5));
        givenThat(limit("copywriter", 1, Flow.OPEN, 1));

        when(submit("a").please(), submit("b").of("bolt").please());
        then("accepted a", "granted a#1", "accepted b");

        when(limit("copywriter", 2, Flow.OPEN, 0));
        then("role copywriter v2", "granted b#1");
    }

    @Test
    void shouldIgnoreAnOlderLimitOfARole() {
        given(tenant("acme").lane("copywriter").cap(5));
        givenThat(limit("copywriter", 2, Flow.OPEN, 0));

        when(limit("copywriter", 2, Flow.PAUSED, 1), submit("a").please());

        then("accepted a", "granted a#1");
    }

    @Test
    void shouldTakeInButNotGrantWhatIsPaused() {
        given(tenant("acme").lane("copywriter").cap(5).is(Flow.PAUSED));
        when(submit("a").please());
        then("accepted a");

        when(tenant("acme").version(2).lane("copywriter").cap(5).laneIs(Flow.PAUSED));
        then("configured acme v2");

        when(tenant("acme").version(3).lane("copywriter").cap(5));
        then("configured acme v3", "granted a#1");
    }

    @Test
    void shouldGrantButNotTakeInWhatDrains() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submitAll("a", "b"));

        when(tenant("acme").version(2).lane("copywriter").cap(1).is(Flow.DRAINING));
        when(submit("c").please(), start("a", 1), complete("a", 1));
        then("rejected c: TENANT_DRAINING", "started a#1 by w1", "succeeded a#1", "granted b#1");

        when(tenant("acme").version(3).lane("copywriter").cap(1).laneIs(Flow.DRAINING));
        when(submit("d").please());
        then("rejected d: ROLE_DRAINING");

        when(tenant("acme").version(4).lane("copywriter").cap(1));
        when(limit("copywriter", 1, Flow.DRAINING, 0), submit("e").please());
        then("role copywriter v1", "rejected e: ROLE_DRAINING");
    }

    @Test
    void shouldCountAMonthsTasksOnceEachWhateverTheirAttempts() {
        given(tenant("acme").lane("copywriter").cap(5).monthlyTasks(2));
        givenThat(submitAll("a", "b"));
        givenThat(start("a", 1), fail("a", 1), start("b", 1), complete("b", 1));

        whenTimePasses(Duration.ofMinutes(1));
        then("requeued a", "granted a#2");
        when(submit("c").please());
        then("accepted c");

        whenTimePasses(Duration.ofDays(40));
        assertThat(story()).contains("granted c#1");
    }

    @Test
    void shouldNotCountATaskThatNoWorkerStarted() {
        given(tenant("acme").lane("copywriter").cap(5).monthlyTasks(1));
        givenThat(submitAll("a", "b"));

        whenTimePasses(Duration.ofSeconds(61));

        then("deferred a#1: grant_lapsed", "granted b#1");
    }

    @Test
    void shouldReserveTheEstimateAndSettleTheActualCost() {
        given(tenant("acme").lane("copywriter").cap(5).budget(100));
        when(submit("a").costing(60).please(), submit("b").costing(60).please());
        then("accepted a", "granted a#1", "accepted b");

        when(start("a", 1), completeFor("a", 1, 30));
        then("started a#1 by w1", "succeeded a#1", "granted b#1");
        assertThat(the(Granted.class).reservedMicros()).isEqualTo(60);

        when(
                start("b", 1),
                completeFor("b", 1, 65),
                submit("c").costing(6).please(),
                submit("d").costing(5).please());
        then("started b#1 by w1", "succeeded b#1", "accepted c", "accepted d");

        when(cancel("c"));
        then("cancelled c#0: asked for", "granted d#1");
    }

    @Test
    void shouldOpenANewMonthsBudget() {
        given(tenant("acme").lane("copywriter").cap(5).budget(100));
        givenThat(submit("a").costing(100).please(), start("a", 1), completeFor("a", 1, 100));
        when(submit("b").costing(1).please());
        then("accepted b");

        whenTimePasses(Duration.ofDays(40));

        assertThat(story()).contains("granted b#1");
    }

    @Test
    void shouldBookTheEstimateOfAnAttemptThatNobodyKnowsTheCostOfUntilItIsTold() {
        given(tenant("acme").lane("copywriter").cap(5).budget(100));
        givenThat(submit("a").costing(50).please(), start("a", 1));

        whenTimePasses(Duration.ofSeconds(31));
        assertThat(the(RetryScheduled.class).unknownMicros()).isEqualTo(50);
        whenTimePasses(Duration.ofSeconds(11));
        when(submit("b").costing(20).please());
        then("accepted b");

        when(completeFor("a", 1, 10));
        then("refused FINISH of a#1", "granted b#1");

        when(completeFor("a", 1, 10));
        then("refused FINISH of a#1");
    }

    @Test
    void shouldRefuseWhatNoBudgetCouldEverPayFor() {
        given(tenant("acme").lane("copywriter").cap(5).budget(100));

        when(submit("a").costing(101).please());

        then("rejected a: ESTIMATE_OVER_BUDGET");
    }

    @Test
    void shouldEstimateByWhatTasksOfTheLaneHaveCost() {
        given(tenant("acme").lane("copywriter").cap(5));
        givenThat(submit("a").please(), start("a", 1), completeFor("a", 1, 400));

        when(submit("b").please());

        assertThat(the(Granted.class).reservedMicros()).isEqualTo(400);
    }

    @Test
    void shouldTellWhatAnAttemptMayCostAndUntilWhen() {
        given(tenant("acme").lane("copywriter").cap(5).budget(100));
        when(submit("a").with(new TaskOptions(40, 0, 0, 7_000, 60_000)).please());
        assertThat(bounds()).isEqualTo(new Bounds(7_000, now() + 60_000, 100));

        when(submit("b").with(new TaskOptions(30, 0, 0, 0, 0)).please());

        assertThat(bounds()).as("the first one's 40 are spoken for").isEqualTo(new Bounds(0, 0, 60));
    }
}
