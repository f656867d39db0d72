package dev.penstock.simulation.workload;

import java.util.SplittableRandom;

/** What becomes of an attempt. */
public enum Fate {
    SUCCEEDS,
    /** Fails in a way that another attempt may mend. */
    FAILS,
    /** Fails in a way that no attempt would mend. */
    HOPELESS;

    private static final double FAILURES = 0.03;
    private static final double BAD_REQUESTS = 0.002;

    /** One task in so many fails at each attempt until none is left. */
    private static final long CURSED_ONE_IN = 500;

    /** @param task a number that is the task's at each of its attempts and looks like chance */
    public static Fate of(long task, SplittableRandom random) {
        if (Long.remainderUnsigned(task, CURSED_ONE_IN) == 0) {
            return FAILS;
        }
        double roll = random.nextDouble();
        if (roll < BAD_REQUESTS) {
            return HOPELESS;
        }
        return roll < BAD_REQUESTS + FAILURES ? FAILS : SUCCEEDS;
    }

    /**
     * How long it takes to come about, in milliseconds, at least 1. Times are Erlang distributed with two stages: seldom near nothing, seldom over
     * four times the mean. A failure shows somewhere on the way.
     *
     * @param meanMillis of those that succeed
     */
    public long millis(long meanMillis, SplittableRandom random) {
        double stages = -StrictMath.log((1 - random.nextDouble()) * (1 - random.nextDouble()));
        double full = stages * meanMillis / 2;
        double part = this == SUCCEEDS ? 1 : random.nextDouble();
        return Math.max(1, (long) (full * part));
    }
}
