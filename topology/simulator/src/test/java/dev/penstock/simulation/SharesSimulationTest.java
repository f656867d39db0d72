package dev.penstock.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.simulation.report.SharesReport;
import dev.penstock.simulation.workload.ShareOptions;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesSimulationTest {
    private static final Offset<Double> TENTH = within(0.1);

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "1, 3"})
    void shouldShareCostByWeightHoweverDearATaskIs(int dear, int cheap) throws InterruptedException {
        ShareOptions options = new ShareOptions(List.of(100_000, 1_000), List.of(dear, cheap), 24, 5);
        SharesReport report = SharesSimulation.run(options, progress -> {});
        assertThat(report.competed(report.unknown())).isGreaterThan(0.95);
        assertThat(report.competed(report.learned())).isGreaterThan(0.95);
        assertThat(report.ratioOverWeights(report.unknown())).isCloseTo(1, TENTH);
        assertThat(report.ratioOverWeights(report.learned())).isCloseTo(1, TENTH);
    }
}
