package dev.penstock.simulator;

import org.jspecify.annotations.Nullable;

/**
 * How long answers take.
 *
 * @param firstTokenMillis time from the request to the first token, 0 or more
 * @param perTokenMillis time of each further token, 0 or more
 * @param jitter largest relative deviation of a call from these, 0 to 1; which deviation a call gets follows from the seed and its text
 * @param scale factor over all of it, 0 or more; 0 answers at once
 * @param spread standard deviation of the logarithm of a call's time, 0 to 3, for the long tail that real providers have: with 0.5 one call in a hundred takes over
 *     three times the median; null or 0 for none
 */
public record Latency(
        double firstTokenMillis,
        double perTokenMillis,
        double jitter,
        double scale,
        @Nullable Double spread) {
    public static final Latency NONE = new Latency(0, 0, 0, 0, null);

    public Latency(double firstTokenMillis, double perTokenMillis, double jitter, double scale) {
        this(firstTokenMillis, perTokenMillis, jitter, scale, null);
    }

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
        check("spread", spread == null ? 0 : spread, 3);
    }

    public Latency scaledTo(double newScale) {
        return new Latency(firstTokenMillis, perTokenMillis, jitter, newScale, spread);
    }

    /** The pace of a call of {@code tokens} output tokens; {@code draw} and {@code tailDraw} in [0, 1) decide its jitter and how far out it is. */
    Pace pace(int tokens, double draw, double tailDraw) {
        double tail = spread == null ? 1 : Math.exp(spread * normal(draw, tailDraw));
        double factor = scale * (1 + jitter * (2 * draw - 1)) * tail;
        return new Pace(nanos(firstTokenMillis * factor), nanos(perTokenMillis * factor * tokens));
    }

    /** A draw of the standard normal distribution out of two even ones, by Box and Muller. */
    private static double normal(double first, double second) {
        return Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
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
