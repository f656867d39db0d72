package dev.penstock.torture;

import java.util.function.LongConsumer;

/** Runs the schedule of a seed: of even ones for liveness, of odd ones for safety. Throws {@link InvariantViolation}. */
public final class Schedules implements LongConsumer {
    private final Coverage coverage;

    /** For who wants to know no more than whether everything holds. */
    public Schedules() {
        this(new Coverage());
    }

    Schedules(Coverage coverage) {
        this.coverage = coverage;
    }

    @Override
    public void accept(long seed) {
        try {
            new Simulation(seed, TortureOptions.LEAST_STEPS, coverage).run();
        } catch (InvariantViolation e) {
            throw e.in(seed);
        }
    }
}
