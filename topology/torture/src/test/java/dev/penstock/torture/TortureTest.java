package dev.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class TortureTest {
    private static final Consumer<TortureProgress> NOBODY = progress -> {};

    private final Thread main = Thread.currentThread();

    @Test
    void shouldComeToTheSameOnAnyNumberOfThreads() {
        TortureReport one = Torture.run(new TortureOptions(40, 7, 1, 100), NOBODY);
        TortureReport three = Torture.run(new TortureOptions(40, 7, 3, 100), NOBODY);
        assertThat(three.coverage()).isEqualTo(one.coverage());
        assertThat(three.steps()).isEqualTo(one.steps()).isGreaterThanOrEqualTo(40 * 100);
        assertThat(three.events()).isEqualTo(one.events());
        assertThat(three.leastSteps()).isEqualTo(one.leastSteps()).isGreaterThanOrEqualTo(100);
        assertThat(one.coverage())
                .isNotEqualTo(
                        Torture.run(new TortureOptions(40, 8, 1, 100), NOBODY).coverage());
    }

    @Test
    void shouldGoOnAfterViolationsAndKeepThemWithTheirSeeds() {
        TortureReport report = run(new TortureOptions(20, 100, 2, 1), seed -> {
            if (seed == 113) {
                throw new InvariantViolation("I1", "3 live with a cap of 2");
            } else if (seed == 104) {
                throw new IllegalStateException("a heap in disorder");
            }
        });
        assertThat(report.schedules()).isEqualTo(20);
        assertThat(report.violating()).isEqualTo(2);
        assertThat(report.violations())
                .containsExactly(
                        new Violation(104, Violation.EXCEPTION, "IllegalStateException: a heap in disorder"),
                        new Violation(113, "I1", "I1 is broken: 3 live with a cap of 2"));
    }

    @Test
    void shouldKeepABoundedNumberOfViolationsAndCountAll() {
        int all = TortureReport.MAX_VIOLATIONS + 50;
        String longest = "x".repeat(3 * Violation.MAX_MESSAGE_CHARS);
        TortureReport report = run(new TortureOptions(all, 0, 2, 1), seed -> {
            throw new InvariantViolation("I2", longest);
        });
        assertThat(report.violating()).isEqualTo(all);
        assertThat(report.leastSteps()).isZero();
        assertThat(report.violations())
                .hasSize(TortureReport.MAX_VIOLATIONS)
                .allSatisfy(kept -> assertThat(kept.message()).hasSize(Violation.MAX_MESSAGE_CHARS));
    }

    @Test
    void shouldEndWithTheSeedWhenAScheduleBringsTheMachineIntoTrouble() {
        assertThatThrownBy(() -> run(new TortureOptions(1_000, 0, 2, 1), seed -> {
                    if (seed == 5) {
                        throw new StackOverflowError();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("seed 5");
    }

    @Test
    void shouldReportWhatWasDoneWhenInterrupted() {
        TortureReport report = run(new TortureOptions(Long.MAX_VALUE, 0, 2, 1), seed -> {
            if (seed == 0) {
                main.interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.schedules()).isPositive();
        assertThat(report.steps()).isEqualTo(report.schedules());
    }

    @Test
    void shouldSayHowFarItHasCome() {
        List<TortureProgress> heard = new ArrayList<>();
        Torture.run(new TortureOptions(10, 0, 2, 50), heard::add);
        TortureProgress last = heard.getLast();
        assertThat(last.done()).isEqualTo(last.total()).isEqualTo(10);
        assertThat(last.steps()).isGreaterThanOrEqualTo(10 * 50);
        assertThat(last.violations()).isZero();
    }

    @Test
    void shouldRefuseWhatCannotBeRun() {
        assertRefused(0, 0, 1, 1);
        assertRefused(1, -1, 1, 1);
        assertRefused(2, Long.MAX_VALUE - 1, 1, 1);
        assertRefused(1, 0, 0, 1);
        assertRefused(1, 0, TortureOptions.MAX_THREADS + 1, 1);
        assertRefused(1, 0, 1, 0);
    }

    private static void assertRefused(long schedules, long firstSeed, int threads, int leastSteps) {
        assertThatThrownBy(() -> new TortureOptions(schedules, firstSeed, threads, leastSteps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected");
    }

    private static TortureReport run(TortureOptions options, LongConsumer what) {
        return Torture.run(options, NOBODY, (seed, coverage) -> new Schedule() {
            @Override
            public void run() {
                what.accept(seed);
            }

            @Override
            public int steps() {
                return 1;
            }

            @Override
            public long events() {
                return 1;
            }
        });
    }
}
