package dev.penstock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.world.Foretold;
import org.junit.jupiter.api.Test;

class ForesightTest {
    /** Of its caps, that a lane's mean demand takes in the workload model. */
    private static final double MEAN_USE = 0.45;

    private static Foretold run(int tasks, int tenants, double use) throws InterruptedException {
        int hours = 6;
        DayOptions options = new DayOptions(tasks, tenants, hours, 7, false, 1, 0);
        Curve steady = Curve.flat(hours * 60, use / MEAN_USE);
        return DaySimulation.run(options, steady, progress -> {}).tally().foretold;
    }

    /** Most waits are for a handful of attempts here, and as uncertain as their lengths. */
    @Test
    void shouldForetellHalfOfTheStartsWithinThreeTenthsWhereQueuesComeAndGo() throws InterruptedException {
        Foretold foretold = run(200_000, 10, 1.02);
        assertThat(foretold.judged()).isGreaterThan(1_000);
        assertThat(foretold.error(0.5)).isLessThan(0.28);
    }

    @Test
    void shouldForetellHalfOfTheStartsWithinAQuarterBehindLongQueues() throws InterruptedException {
        Foretold foretold = run(100_000, 4, 1.2);
        assertThat(foretold.judged()).isGreaterThan(1_000);
        assertThat(foretold.error(0.5)).isLessThan(0.22);
    }
}
