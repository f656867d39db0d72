package dev.penstock.simulator;

/**
 * How long answers take.
 *
 * @param firstTokenMillis time from the request to the first token, 0 or more
 * @param perTokenMillis time of each further token, 0 or more
 * @param jitter largest relative deviation of a call from these, 0 to 1; which deviation a call gets follows from the seed and its text
 * @param scale factor over all of it, 0 or more; 0 answers at once
 */
public record Latency(double firstTokenMillis, double perTokenMillis, double jitter, double scale) {
    public static final Latency NONE = new Latency(0, 0, 0, 0);

    /** Roughly a mid-sized hosted model. */
    public static final Latency REALISTIC = new Latency(450, 9, 0.25, 1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is left
     */
    public Latency {
        check("firstTokenMillis", firstTokenMillis, 600_000);
        check("perTokenMillis", perTokenMillis, 60_000);
        check("jitter", jitter, 1);
        check("scale", scale, 1_000);
    }

    public Latency scaledTo(double newScale) {
        return new Latency(firstTokenMillis, perTokenMillis, jitter, newScale);
    }

    /** The pace of a call of {@code tokens} output tokens; {@code draw} in [0, 1) decides its jitter. */
    Pace pace(int tokens, double draw) {
        double factor = scale * (1 + jitter * (2 * draw - 1));
        return new Pace(nanos(firstTokenMillis * factor), nanos(perTokenMillis * factor * tokens));
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1_000_000);
    }

    private static void check(String name, double value, double max) {
        if (!(value >= 0 && value <= max)) {
            throw new IllegalArgumentException(name + " is " + value + " but should be from 0 to " + max);
        }
    }

    /** Nanoseconds until the first token, and from there to the last. */
    record Pace(long firstNanos, long restNanos) {
        /** A call that takes {@code nanos} in all: a fifth of it until the first token. */
        static Pace ofTotal(long nanos) {
            return new Pace(nanos / 5, nanos - nanos / 5);
        }

        long totalNanos() {
            return firstNanos + restNanos;
        }
    }
}
