package dev.penstock.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.admission.Tier;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final int HOUR = 3_600_000;
    private final Lane small = new Lane(0, "a", Plan.FREE, Role.COPYWRITER, 1, 10);
    private final Lane large = new Lane(1, "b", Plan.PRO, Role.COPYWRITER, 2, 30);
    private final SplittableRandom random = new SplittableRandom(5);

    private long[] times(int count, Curve curve) {
        Arrivals arrivals = new Arrivals(count, List.of(small, large), 0, curve, random);
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = arrivals.next();
        }
        assertThat(arrivals.left()).isZero();
        return times;
    }

    @Test
    void shouldComeInOrderOfTime() {
        assertThat(times(10_000, Curve.daily(24))).isSorted();
    }

    @Test
    void shouldFollowTheCurveOfTheDay() {
        int[] byHour = new int[24];
        for (long time : times(240_000, Curve.daily(24))) {
            byHour[(int) (time / HOUR)]++;
        }
        assertThat((double) byHour[2] / 10_000).isCloseTo(0.4, within(0.03));
        assertThat((double) byHour[14] / 10_000).isCloseTo(1.6, within(0.05));
    }

    @Test
    void shouldComeAllAtOnceWhereTheCurveSaysSo() {
        assertThat(times(100, Curve.atOnce())).containsOnly(0);
    }

    @Test
    void shouldHaveAllOfTheDaysDemandInADay() {
        assertThat(Curve.daily(24).total()).isCloseTo(1, within(1e-9));
        assertThat(Curve.flat(60).total()).isCloseTo(1.0 / 24, within(1e-9));
    }

    @Test
    void shouldChooseLanesByDemand() {
        Arrivals arrivals = new Arrivals(1, List.of(small, large), 0, Curve.daily(24), random);
        int larges = 0;
        for (int i = 0; i < 40_000; i++) {
            larges += arrivals.lane().equals(large) ? 1 : 0;
        }
        assertThat(larges).isCloseTo(30_000, within(500));
    }

    @Test
    void shouldTakeTheReferenceTimeOnAverage() {
        assertThat(Role.ACTIVITY_PLANNER.meanServiceMillis()).isEqualTo(360_000);
        assertThat(Role.COPYWRITER.meanServiceMillis()).isEqualTo(120_000);
        double sum = 0;
        for (int i = 0; i < 50_000; i++) {
            sum += Fate.SUCCEEDS.millis(Role.COPYWRITER.meanServiceMillis(), random);
        }
        assertThat(sum / 50_000).isCloseTo(120_000, within(1_500.0));
    }

    @Test
    void shouldFailAFewPercentAndSomeForGood() {
        int failed = 0;
        int hopeless = 0;
        for (int i = 0; i < 100_000; i++) {
            Fate fate = Fate.of(Mix.of(i), random);
            failed += fate == Fate.FAILS ? 1 : 0;
            hopeless += fate == Fate.HOPELESS ? 1 : 0;
        }
        assertThat(failed).isBetween(2_900, 3_500);
        assertThat(hopeless).isBetween(120, 280);
        assertThat(Fate.of(0, random)).isEqualTo(Fate.FAILS);
    }

    @Test
    void shouldMakePlannersUrgentAndMixTheOthers() {
        int urgent = 0;
        for (int i = 0; i < 10_000; i++) {
            assertThat(Tiers.draw(Role.ACTIVITY_PLANNER, random)).isEqualTo(Tier.URGENT);
            urgent += Tiers.draw(Role.COPYWRITER, random) == Tier.URGENT ? 1 : 0;
        }
        assertThat(urgent).isCloseTo(1_000, within(120));
    }

    @Test
    void shouldBurstTenTimesOnTopForHalfAnHour() {
        Customers customers = Customers.of(480_000, 100, 4);
        List<Burst> bursts = Burst.of(customers, 24 * 60, 1);
        assertThat(bursts).hasSize(2);
        for (Burst burst : bursts) {
            double perDay = burst.tenant().lanes().stream()
                    .mapToDouble(Lane::tasksPerDay)
                    .sum();
            assertThat((double) burst.tasks()).isCloseTo(perDay / 48 * 9, within(0.51));
        }
    }
}
