package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Explanation;
import dev.penstock.admission.Explanation.Basis;
import dev.penstock.admission.Flow;
import dev.penstock.admission.Hold;
import dev.penstock.admission.Months;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.TenantSummary;
import dev.penstock.admission.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WhyTest extends Scenario {
    @Test
    void shouldNameTheLanesCapAndHowManyAreAhead() {
        given(tenant(ACME).lane(COPYWRITER).cap(2));
        givenThat(submitAll("a", "b", "c", "d"));
        givenThat(submit("u").as(Tier.URGENT).please(), start("a", 1), start("b", 1));

        assertThat(why("d").holds()).containsExactly(new Hold.LaneCap(2, 2), new Hold.Behind(2));
        assertThat(why("d").ahead()).isEqualTo(2);
        assertThat(why("u").holds()).containsExactly(new Hold.LaneCap(2, 2));
    }

    @Test
    void shouldNameTheTenantsCap() {
        given(tenant(ACME).capOfAll(1).lane(COPYWRITER).cap(2).lane("seo").cap(2));
        givenThat(submit("s").to("seo").please(), start("s", 1), submit("a").please());

        assertThat(why("a").holds()).containsExactly(new Hold.TenantCap(1, 1));
    }

    @Test
    void shouldNameTheRolesCap() {
        given(tenant(ACME).lane(COPYWRITER).cap(2), tenant("bolt").lane(COPYWRITER));
        givenThat(
                limit(COPYWRITER, 1, Flow.OPEN, 1),
                submit("b").of("bolt").please(),
                submit("a").please());

        assertThat(why("a").holds()).containsExactly(new Hold.RoleCap(1, 1));
    }

    @Test
    void shouldNameWhatIsPaused() {
        given(tenant(ACME).is(Flow.PAUSED).lane(COPYWRITER));
        givenThat(submit("a").please());
        assertThat(why("a").holds()).containsExactly(new Hold.TenantPaused());
        assertThat(why("a").prediction()).isNull();

        given(tenant(ACME).version(2).lane(COPYWRITER).laneIs(Flow.PAUSED));
        assertThat(why("a").holds()).containsExactly(new Hold.LanePaused());
        assertThat(why("a").configVersion()).isEqualTo(2);

        givenThat(limit(COPYWRITER, 1, Flow.PAUSED, 0));
        given(tenant(ACME).version(3).lane(COPYWRITER));
        assertThat(why("a").holds()).containsExactly(new Hold.RolePaused());

        given(tenant(ACME).version(4).lane(COPYWRITER).disabled());
        assertThat(why("a").holds()).containsExactly(new Hold.RoleDisabled(), new Hold.RolePaused());
    }

    @Test
    void shouldNameTheBudgetAndWhenItIsNew() {
        given(tenant(ACME).budget(1_000).lane(COPYWRITER).cap(4));
        givenThat(submit("a").costing(700).please(), submit("b").costing(400).please());

        long newMonth = Months.start(Months.of(now()) + 1);
        assertThat(why("b").holds()).containsExactly(new Hold.Budget(700, 400, 1_000, newMonth));
        assertThat(Objects.requireNonNull(why("b").prediction()).startsAt()).isEqualTo(newMonth);
    }

    @Test
    void shouldNameTheMonthlyLimit() {
        given(tenant(ACME).lane(COPYWRITER).cap(4).monthlyTasks(1));
        givenThat(submitAll("a", "b"));

        long newMonth = Months.start(Months.of(now()) + 1);
        assertThat(why("b").holds()).containsExactly(new Hold.MonthlyTasks(1, 1, newMonth));
    }

    @Test
    void shouldNameTheTasksItComesAfter() {
        given(tenant(ACME).lane("activity-planner").lane(COPYWRITER));
        givenThat(submit("p").to("activity-planner").please(), start("p", 1));
        givenThat(plan("p", task("a"), task("b").after("a")));

        assertThat(why("b").holds()).first().isEqualTo(new Hold.Dependency(List.of(id("a"))));
        assertThat(why("b").prediction()).isNull();
    }

    @Test
    void shouldNameTheTimeItIsNotToStartBefore() {
        given(tenant(ACME).lane(COPYWRITER));
        givenThat(submit("a").with(new TaskOptions(0, now() + 60_000, 0, 0, 0)).please());

        assertThat(why("a").holds()).containsExactly(new Hold.NotBefore(now() + 60_000));
        assertThat(why("a").prediction()).isEqualTo(new Explanation.Prediction(now() + 60_000, Basis.TIME, 0));
    }

    @Test
    void shouldNameABackOff() {
        given(tenant(ACME).lane(COPYWRITER));
        givenThat(submit("a").please(), start("a", 1), fail("a", 1, true, Duration.ofMinutes(2)));

        assertThat(why("a").holds()).containsExactly(new Hold.BackOff(now() + 120_000));
    }

    @Test
    void shouldSayThatNoWorkerTakesGrants() {
        given(tenant(ACME).lane(COPYWRITER).cap(1));
        givenThat(submitAll("a", "b"));
        assertThat(why("a").holds()).containsExactly(new Hold.Window(1, 16));

        whenTimePasses(Duration.ofSeconds(6));

        assertThat(why("a").holds()).containsExactly(new Hold.NoWorker(1, 6_000));
        assertThat(why("b").holds()).first().isEqualTo(new Hold.NoWorker(1, 6_000));
        assertThat(why("b").prediction()).isNull();
    }

    @Test
    void shouldSayThatWorkersAreBusy() {
        given(change -> change.window(1, 1));
        given(
                tenant(ACME).lane(COPYWRITER).cap(9),
                tenant("bolt").lane(COPYWRITER).cap(9));
        givenThat(submitAll("a", "b", "c"));
        givenThat(submit("x").of("bolt").please(), submit("y").of("bolt").please(), start("a", 1));
        whenTimePasses(Duration.ofSeconds(9));

        assertThat(why("c").holds()).startsWith(new Hold.Window(1, 1)).contains(new Hold.OtherLanes(1));
    }

    @Test
    void shouldHaveNothingToSayOfATaskThatRuns() {
        given(tenant(ACME).lane(COPYWRITER));
        givenThat(submit("a").please(), start("a", 1));

        assertThat(why("a").state()).isEqualTo("RUNNING");
        assertThat(why("a").holds()).isEmpty();
        assertThat(why("a").prediction()).isNull();
        assertThat(engine().explain(ACME, id("z"))).isNull();
        assertThat(engine().explain("nobody", id("a"))).isNull();
    }

    @Test
    void shouldPredictByThePaceOfTheLane() {
        given(tenant(ACME).lane(COPYWRITER).cap(1));
        givenThat(submitAll("a", "b", "c", "d", "e", "f"));
        for (String task : List.of("a", "b", "c")) {
            givenThat(start(task, 1));
            afterSilence(Duration.ofSeconds(20));
            givenThat(complete(task, 1));
        }
        givenThat(start("d", 1));
        afterSilence(Duration.ofSeconds(5));
        givenThat(tick());

        assertThat(why("f").prediction())
                .isEqualTo(new Explanation.Prediction(now() + 35_000, Basis.LANE_PACE, 20_000));
    }

    @Test
    void shouldPredictByHowLongAttemptsTakeWhereTheLaneHasNoPaceYet() {
        given(tenant(ACME).lane(COPYWRITER).cap(1), tenant("bolt").lane(COPYWRITER));
        givenThat(submit("a").please(), start("a", 1));
        afterSilence(Duration.ofSeconds(20));
        givenThat(
                complete("a", 1),
                submit("b").of("bolt").please(),
                submit("c").of("bolt").please());

        Explanation why = Objects.requireNonNull(engine().explain("bolt", id("c")));
        assertThat(why.prediction()).isEqualTo(new Explanation.Prediction(now() + 15_000, Basis.RUN_TIME, 20_000));
    }

    @Test
    void shouldLetTheRolesAttemptsTellWhereALaneHasHadFewGrants() {
        given(tenant(ACME).lane(COPYWRITER).cap(1));
        givenThat(submit("a").please(), start("a", 1));
        afterSilence(Duration.ofSeconds(15));
        givenThat(complete("a", 1));
        givenThat(submitAll("b", "c", "d", "e"));
        for (String task : List.of("b", "c")) {
            givenThat(start(task, 1));
            afterSilence(Duration.ofSeconds(24));
            givenThat(complete(task, 1));
        }

        // One interval of 24 s, and 64 as long as the role's three attempts took on average.
        double each = (24_000 + 64 * 21_000) / 65.0;
        assertThat(why("e").prediction())
                .isEqualTo(new Explanation.Prediction(now() + Math.round(each), Basis.LANE_PACE, each));
    }

    @Test
    void shouldExpectTasksToComeBackAsTheyDid() {
        given(tenant(ACME).lane(COPYWRITER).cap(1));
        givenThat(submitAll("a", "b", "c", "d", "e", "f"));
        givenThat(start("a", 1));
        afterSilence(Duration.ofSeconds(24));
        givenThat(fail("a", 1), start("b", 1));
        afterSilence(Duration.ofSeconds(24));
        givenThat(tick(), complete("b", 1), start("a", 2));
        afterSilence(Duration.ofSeconds(20));
        givenThat(tick());

        // Grants in 12 s and then every 24: of c, d behind one that comes back in 34 s as one did in 68, and e.
        assertThat(why("e").prediction())
                .isEqualTo(new Explanation.Prediction(now() + 84_000, Basis.LANE_PACE, 24_000));
    }

    @Test
    void shouldSumUpATenantAndItsLanes() {
        given(tenant(ACME).budget(9_000).capOfAll(3).lane(COPYWRITER).cap(1));
        givenThat(submit("a").costing(500).please(), start("a", 1));
        givenThat(submit("b").as(Tier.BATCH).costing(700).please());

        TenantSummary summary = Objects.requireNonNull(engine().summarize(ACME));
        assertThat(summary.pending()).isEqualTo(1);
        assertThat(summary.live()).isEqualTo(1);
        assertThat(summary.reservedMicros()).isEqualTo(500);
        assertThat(summary.lanes()).singleElement().satisfies(lane -> {
            assertThat(lane.queued()).containsExactly(0, 0, 1);
            assertThat(lane.holds()).containsExactly(new Hold.LaneCap(1, 1));
            assertThat(lane.headSince()).isEqualTo(now());
        });
        assertThat(engine().summarize("nobody")).isNull();
    }

    private Explanation why(String task) {
        return Objects.requireNonNull(engine().explain(ACME, id(task)));
    }
}
