package dev.penstock.corebench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.corebench.CoreReport.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreReportTest {
    private static final List<Figure> IN_MEMORY = List.of(
            figure(10, 0, 800_000),
            figure(10, 1_000_000, 700_000),
            figure(10_000, 0, 760_000),
            figure(10_000, 1_000_000, 630_000));

    private static Figure figure(int lanes, int queued, double perSecond) {
        return new Figure(lanes, queued, perSecond, perSecond - 10_000, perSecond + 20_000);
    }

    private static String render(boolean quick) {
        return new CoreReport(
                        2,
                        "25.0.1",
                        quick,
                        IN_MEMORY,
                        List.of(figure(1_000, 0, 40_000), figure(1_000, 1_000_000, 30_000)))
                .render();
    }

    @Test
    void shouldMeasureTheSpreadFromTheHighestFigure() {
        assertThat(CoreReport.spread(IN_MEMORY)).isCloseTo(21.25, within(1e-9));
        assertThat(CoreReport.spread(IN_MEMORY.subList(0, 1))).isZero();
        assertThat(CoreReport.spread(List.of())).isZero();
    }

    @Test
    void shouldCompareEachRowWithTheFirstOfItsTable() {
        assertThat(render(false).lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "10 0 800,000 790,000 820,000 1.00",
                        "10 1,000,000 700,000 690,000 720,000 0.88",
                        "10,000 1,000,000 630,000 620,000 650,000 0.79",
                        "1,000 1,000,000 30,000 20,000 50,000 0.75");
    }

    @Test
    void shouldSayWithinWhatTheFiguresAreFlatWhenOneThingChanges() {
        assertThat(render(false).lines().filter(line -> line.startsWith("flat")))
                .containsExactly(
                        "flat within 5 % from 10 to 10,000 lanes, with 0 more queued",
                        "flat within 10 % from 10 to 10,000 lanes, with 1,000,000 more queued",
                        "flat within 13 % from 0 to 1,000,000 more queued, with 10 lanes",
                        "flat within 17 % from 0 to 1,000,000 more queued, with 10,000 lanes",
                        "flat within 25 % from 0 to 1,000,000 more queued, with 1,000 lanes");
    }

    @Test
    void shouldSayThatAQuickRunIsTooShortToGoBy() {
        assertThat(render(true)).contains("too short to go by");
        assertThat(render(false)).doesNotContain("too short to go by");
    }
}
