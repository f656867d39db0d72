package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.torture.TortureOptions;
import dev.penstock.torture.TortureProgress;
import dev.penstock.torture.TortureReport;
import dev.penstock.torture.Violation;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TortureTextTest {
    private static final TortureOptions OPTIONS = new TortureOptions(1_000, 7_000, 2, 500);

    private static TortureReport report(long violating, Violation... violations) {
        return new TortureReport(
                OPTIONS, 1_000, 600_000, 501, 900_000, new TreeMap<>(), violating, List.of(violations), 3_725, 12.5);
    }

    @Test
    void shouldSayOfEachViolationHowToRunItAgain() {
        String text = TortureText.render(report(
                3, new Violation(7_012, "I1", "I1 is broken: 3 live"), new Violation(7_040, "I8", "I8 is broken")));
        assertThat(text)
                .contains(
                        "seed 7012: I1 is broken: 3 live",
                        "./penstock simulate --torture --schedules 1 --from 7012",
                        "--schedules 1 --from 7040",
                        "and 1 more",
                        "3 schedules with violations")
                .doesNotContain("no violations");
    }

    @Test
    void shouldSayThatNothingWasFound() {
        assertThat(TortureText.render(report(0)))
                .contains("600,000 steps, at least 501 in each", "1 h 02 min, 12.5 s of CPU", "no violations");
    }

    @Test
    void shouldSayHowLongItWillTake() {
        assertThat(TortureText.progress(new TortureProgress(250, 1_000, 150_000, 2, 25), 300L << 20))
                .isEqualTo("250 of 1,000 schedules, 10/s, 1 min 15 s left, violations so far: 2, 300 MiB of heap");
        assertThat(TortureText.progress(new TortureProgress(0, 1_000, 0, 0, 0), 0))
                .contains("? left");
    }

    @Test
    void shouldWriteViolationsAsJson() {
        assertThat(TortureText.json(report(1, new Violation(7_012, "I1", "I1 is broken"))))
                .contains("\"seed\" : 7012", "\"invariant\" : \"I1\"", "\"firstSeed\" : 7000");
    }
}
