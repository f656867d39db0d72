package dev.penstock.admission.mutants;

import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** "I1 is broken: …" as the checks say it, or "[I17: rebuilt from rows] …" as AssertJ does. */
    Pattern INVARIANT = Pattern.compile("^\\s*(?:\\[(.+?)]|(\\S+) is broken)", Pattern.DOTALL);

    int SHOWN = 70;

    /** Runs schedules from seed 0 on until one fails. Errors other than failed assertions are none of the simulation's, and pass through. */
    static Verdict of(LongConsumer schedules, long most) {
        for (long seed = 0; seed < most; seed++) {
            try {
                schedules.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                return new Killed(seed, cause(e));
            }
        }
        return new Survived(most);
    }

    private static String cause(Throwable e) {
        String message = String.valueOf(e.getMessage());
        Matcher invariant = INVARIANT.matcher(message);
        if (e instanceof AssertionError && invariant.find()) {
            return invariant.group(1) != null ? invariant.group(1) : invariant.group(2);
        }
        String text = e.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
        return text.substring(0, Math.min(SHOWN, text.length()));
    }
}
