package dev.penstock.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final long START = 1_000_000;
    private static final int TRIES = 20_000;

    private final Dice dice = new Dice(7);
    private final Faults faults = new Faults(dice, new Coverage());
    private Agenda agenda = new Agenda(START);
    private LogClock clock = new LogClock(dice, agenda, faults);

    @BeforeEach
    void begin() {
        agenda = new Agenda(START);
        clock = new LogClock(dice, agenda, faults);
    }

    @Test
    void shouldStepForwardAndBackUnderFaults() {
        long earliest = START;
        long latest = START;
        for (int i = 0; i < TRIES; i++) {
            clock.maybeStep();
            earliest = Math.min(earliest, clock.now());
            latest = Math.max(latest, clock.now());
        }
        assertThat(earliest).isLessThan(START - 60_000);
        assertThat(latest).isGreaterThan(START + 60_000);
    }

    @Test
    void shouldKeepTimeWithoutFaults() {
        faults.stop();
        for (int i = 0; i < TRIES; i++) {
            clock.maybeStep();
        }
        assertThat(clock.now()).isEqualTo(START);
    }

    @Test
    void shouldGoOnFromTheTimeThatItIsHealedToButNeverBack() {
        clock.heal(START + 500);
        assertThat(clock.now()).isEqualTo(START + 500);
        clock.heal(START);
        assertThat(clock.now()).isEqualTo(START + 500);
        agenda.in(10, () -> {});
        agenda.step();
        assertThat(clock.now()).isEqualTo(START + 510);
    }
}
