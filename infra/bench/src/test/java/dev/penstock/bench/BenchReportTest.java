package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
    private static final Run OPEN =
            new Run("caps open", 200_000, 0, 16, 120, 900, Map.of("streams", 60.0, "kafka", 40.0));

    private static final Map<String, String> SETTINGS = Map.of("penstock.streams.commit-interval", "500ms");

    @Test
    void shouldGiveRatesAndTheRatioToThePeer() {
        BenchReport report = new BenchReport(
                2,
                1_000,
                SETTINGS,
                21,
                60,
                40,
                List.of(OPEN),
                new BenchReport.Peer("BullMQ 6.7.0", 1, 6_250, 900, 1_500));

        String text = report.render();

        assertThat(OPEN.tasksPerSecond()).isEqualTo(12_500);
        assertThat(OPEN.totalCpuMicrosPerTask()).isEqualTo(100);
        assertThat(text)
                .contains("penstock.streams.commit-interval=500ms")
                .contains("12,500")
                .contains("6,250")
                .contains("ratio to BullMQ 6.7.0, caps open: 2.00")
                .contains("started p50 21 ms, p99 60 ms");
    }

    @Test
    void shouldLeaveThePeerOutWhereThereIsNone() {
        assertThat(new BenchReport(2, 1_000, SETTINGS, 21, 60, 40, List.of(OPEN), null).render())
                .doesNotContain("BullMQ");
    }
}
