package dev.penstock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.world.Foretold;
import org.junit.jupiter.api.Test;

class ForesightTest {
    /** Of its caps, that a lane's mean demand takes in the workload model. */
    private static final double MEAN_USE = 0.45;

    private static Foretold run(int tasks, int tenants, int hours, double use) throws InterruptedException {
        DayOptions options = new DayOptions(tasks, tenants, hours, 7, false, 1, 0);
        Curve steady = Curve.flat(hours * 60, use / MEAN_USE);
        Foretold f = DaySimulation.run(options, steady, progress -> {}).tally().foretold;
        System.out.println("XX " + tasks + " " + tenants + " " + hours + " " + use + " asked " + f.asked + " foretold "
                + f.foretold + " open " + f.open + " judged " + f.judged() + " p10 " + f.error(.1) + " p50 "
                + f.error(0.5) + " p90 " + f.error(0.9));
        return f;
    }

    @Test
    void explore() throws InterruptedException {
        run(200_000, 10, 6, 0.98);
        run(200_000, 10, 6, 1.02);
        run(200_000, 10, 6, 1.1);
        run(100_000, 4, 6, 1.1);
        run(100_000, 4, 6, 1.2);
        run(60_000, 4, 6, 1.02);
        assertThat(run(60_000, 4, 6, 1.05).judged()).isPositive();
    }
}
