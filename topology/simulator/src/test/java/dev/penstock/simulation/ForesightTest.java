package dev.penstock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.world.Foretold;
import org.junit.jupiter.api.Test;

class ForesightTest {
    /** Of its caps, that a lane's mean demand takes in the workload model. */
    private static final double MEAN_USE = 0.45;

    /** What one load comes to is chance: within the minutes that are asked of, its tasks share what their lanes happen to meet. */
    private static final int SEEDS = 5;

    private static Foretold run(int tasks, int tenants, double use) throws InterruptedException {
        int hours = 6;
        Foretold all = new Foretold();
        for (int seed = 1; seed <= SEEDS; seed++) {
            DayOptions options = new DayOptions(tasks, tenants, hours, seed, false, 1, 0);
            Curve steady = Curve.flat(hours * 60, use / MEAN_USE);
            Foretold foretold =
                    DaySimulation.run(options, steady, progress -> {}).tally().foretold;
            System.out.printf(
                    "foretold: %,d tasks, %d tenants, seed %d: half within %.1f %% of the wait, %,d judged%n",
                    tasks, tenants, seed, 100 * foretold.error(0.5), foretold.judged());
            all.merge(foretold);
        }
        return all;
    }

    /** Most waits are for a handful of attempts here, and as uncertain as their lengths. */
    @Test
    void shouldForetellHalfOfTheStartsWithinAQuarterWhereQueuesComeAndGo() throws InterruptedException {
        Foretold foretold = run(200_000, 10, 1.02);
        assertThat(foretold.judged()).isGreaterThan(SEEDS * 1_000);
        assertThat(foretold.error(0.5)).isLessThan(0.23);
    }

    @Test
    void shouldForetellHalfOfTheStartsWithinAFifthBehindLongQueues() throws InterruptedException {
        Foretold foretold = run(100_000, 4, 1.2);
        assertThat(foretold.judged()).isGreaterThan(SEEDS * 1_000);
        assertThat(foretold.error(0.5)).isLessThan(0.19);
    }
}
