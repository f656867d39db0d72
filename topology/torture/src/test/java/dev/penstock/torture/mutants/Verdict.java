package dev.penstock.torture.mutants;

import dev.penstock.torture.InvariantViolation;
import java.util.function.LongConsumer;

/** What became of a core that was let loose in the simulation. */
sealed interface Verdict {

    /** @param by the invariant that did not hold, or the core's own check that failed */
    record Killed(long seed, String by) implements Verdict {
        @Override
        public String toString() {
            return "killed at seed " + seed + " by " + by;
        }
    }

    record Survived(long schedules) implements Verdict {
        @Override
        public String toString() {
            return "survived " + schedules + " schedules";
        }
    }

    /** It could not be made: its anchor does not fit the core as it is, or it does not compile. */
    record Unfit(String why) implements Verdict {}

    int SHOWN = 70;

    /** Runs schedules from seed 0 on until one fails. Errors are none of the simulation's, and pass through. */
    static Verdict of(LongConsumer schedules, long most) {
        for (long seed = 0; seed < most; seed++) {
            try {
                schedules.accept(seed);
            } catch (RuntimeException e) {
                return new Killed(seed, cause(e));
            }
        }
        return new Survived(most);
    }

    private static String cause(RuntimeException e) {
        if (e instanceof InvariantViolation violation) {
            return violation.invariant();
        }
        String message = String.valueOf(e.getMessage());
        String text = e.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
        return text.substring(0, Math.min(SHOWN, text.length()));
    }
}
