package dev.penstock.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.report.Containers;
import dev.penstock.simulation.report.DayReport;
import dev.penstock.simulation.report.Fairness;
import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.world.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaySimulationTest {
    private static final DayOptions SMALL = new DayOptions(50_000, 200, 24, 7, true, 4, 0);

    private static DayReport run(DayOptions options) throws InterruptedException {
        return DaySimulation.run(options, progress -> {});
    }

    private static String apartFromTheMachine(DayReport report) {
        String json = report.json();
        return json.substring(0, json.indexOf("\"machine\""));
    }

    @Test
    void shouldGiveTheSameReportForTheSameSeed() throws InterruptedException {
        String report = apartFromTheMachine(run(SMALL));
        assertThat(apartFromTheMachine(run(SMALL))).isEqualTo(report);
        DayOptions other = new DayOptions(50_000, 200, 24, 8, true, 4, 0);
        assertThat(apartFromTheMachine(run(other))).isNotEqualTo(report);
    }

    @Test
    void shouldAccountForEveryTask() throws InterruptedException {
        Tally tally = run(SMALL).tally();
        assertThat(tally.submitted).isEqualTo(tally.accepted + tally.rejected).isGreaterThan(50_000);
        assertThat(tally.accepted).isEqualTo(tally.succeeded + tally.dead + tally.left());
        for (Tally.ByPlan plan : tally.plans) {
            assertThat(plan.waits.count()).isEqualTo(plan.accepted - plan.unstarted);
        }
    }

    @Test
    void shouldAccountForEveryTaskWhereWorkersAreFarTooFew() throws InterruptedException {
        Tally tally = run(new DayOptions(50_000, 200, 6, 7, false, 4, 20)).tally();
        assertThat(tally.accepted).isEqualTo(tally.succeeded + tally.dead + tally.left());
        assertThat(tally.queued).isPositive();
        assertThat(tally.lapsed).isPositive();
    }

    @Test
    void shouldSubmitWhatWasAskedForAndLeaveNothingQueuedForGood() throws InterruptedException {
        DayReport report = run(new DayOptions(50_000, 200, 24, 7, false, 4, 0));
        assertThat(report.tally().submitted).isEqualTo(50_000);
        assertThat(report.left()).isLessThan(500);
    }

    @Test
    void shouldNeedAsManyContainersAsArithmeticSaysUnderASteadyLoad() throws InterruptedException {
        DayOptions options = new DayOptions(200_000, 300, 6, 7, false, 4, 0);
        DayReport report = DaySimulation.run(options, Curve.flat(6 * 60), progress -> {});
        for (Containers role : report.containers()) {
            for (Containers.Hour hour : role.hours().subList(1, 6)) {
                assertThat(hour.mean() / hour.arithmetic()).as(role.role().id()).isCloseTo(1.02, within(0.15));
            }
        }
        double needed = report.containers().stream()
                .mapToDouble(role -> role.hours().get(3).mean())
                .sum();
        double arithmetic = report.containers().stream()
                .mapToDouble(role -> role.hours().get(3).arithmetic())
                .sum();
        assertThat(needed / arithmetic).isCloseTo(1.02, within(0.05));
    }

    @Test
    void shouldUseCapsToTheFullButNotBeyond() throws InterruptedException {
        Tally tally = run(SMALL).tally();
        Tally.ByPlan free = tally.plans[Plan.FREE.ordinal()];
        assertThat(free.atCapMillis).isPositive();
        // With caps of 1, slots held for one millisecond of use and time at the cap are the same.
        assertThat(free.liveMillis).isEqualTo(free.atCapMillis);
        for (Tally.ByPlan plan : tally.plans) {
            assertThat(plan.liveMillis).isLessThanOrEqualTo(plan.capMillis);
        }
    }

    /** Two Enterprise tenants of one slot, of which even the smaller asks for more than half of what the workers can do. */
    @Test
    void shouldServeTenantsThatCompeteAlike() throws InterruptedException {
        DayOptions options = new DayOptions(800_000, 3, 6, 7, false, 1, 30);
        List<Fairness> normal = DaySimulation.run(options, Curve.flat(6 * 60), progress -> {}).fairness().stream()
                .filter(role -> role.tier() == Tier.NORMAL)
                .toList();
        assertThat(normal).hasSizeGreaterThan(3);
        for (Fairness role : normal) {
            assertThat(role.tenants()).isEqualTo(2);
            assertThat(role.jainWithinSlots()).as(role.toString()).isGreaterThan(0.98);
        }
    }

    @Test
    void shouldTellHowFarItHasCome() throws InterruptedException {
        long[] done = {0};
        DayReport report = DaySimulation.run(SMALL, progress -> {
            assertThat(progress.done()).isBetween(done[0], progress.total());
            done[0] = progress.done();
        });
        assertThat(done[0]).isEqualTo(report.tally().succeeded + report.tally().dead);
    }

    @Test
    void shouldSayWhatIsOutOfBounds() {
        assertThatThrownBy(() -> new DayOptions(1, 1, 25, 1, false, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected 1 to 24 hours, but got 25");
    }
}
