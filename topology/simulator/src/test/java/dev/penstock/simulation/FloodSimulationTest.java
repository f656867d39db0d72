package dev.penstock.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulation.report.FloodReport;
import dev.penstock.simulation.workload.FloodOptions;
import org.junit.jupiter.api.Test;

class FloodSimulationTest {
    private static FloodReport run(String tier) throws InterruptedException {
        FloodOptions options = new FloodOptions(20_000, tier, 200_000, 300, 3, 4, 150);
        return FloodSimulation.run(options, progress -> {});
    }

    @Test
    void shouldLeaveTheOthersWaitsNearlyAsTheyWere() throws InterruptedException {
        FloodReport report = run("batch");
        assertThat(report.ratio()).isLessThan(2);
        assertThat(report.flooded().unstarted()).isZero();
        assertThat(report.floodStarted()).isPositive();
    }

    @Test
    void shouldLeaveTheOthersNearlyAsTheyWereWhateverTheFloodsTier() throws InterruptedException {
        FloodReport report = run("normal");
        assertThat(report.ratio()).isLessThan(2);
        assertThat(report.ratioInTierAndAbove()).isLessThan(2);
        assertThat(report.quiet().accepted + 20_000).isEqualTo(report.flooded().accepted);
    }

    @Test
    void shouldRefuseATierThatThereIsNot() {
        assertThatThrownBy(() -> new FloodOptions(1, "soon", 24, 1, 1, 1, 100))
                .hasMessage("Expected urgent, normal or batch, but got soon");
    }
}
