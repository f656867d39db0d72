package dev.penstock.torture;

/**
 * How much is to be tried.
 *
 * @param schedules at least 1; of the seeds from {@code firstSeed} on, one each
 * @param firstSeed even seeds make schedules for liveness, odd ones for safety
 * @param threads at least 1; each runs one schedule after the other
 * @param leastSteps commands that the engine processes in each schedule at least, while faults happen; at least 1. It is part of what a schedule
 *     is: a seed is run again with the same number
 */
public record TortureOptions(long schedules, long firstSeed, int threads, int leastSteps) {
    /** What the build and the command line both take, so that a seed means the same to both. */
    public static final int LEAST_STEPS = 500;

    /** Threads that one run may have. */
    public static final int MAX_THREADS = 1_024;

    public TortureOptions {
        require(schedules >= 1, "at least 1 schedule", schedules);
        require(firstSeed >= 0 && firstSeed <= Long.MAX_VALUE - schedules, "a first seed of at least 0", firstSeed);
        require(threads >= 1 && threads <= MAX_THREADS, "1 to " + MAX_THREADS + " threads", threads);
        require(leastSteps >= 1, "at least 1 step", leastSteps);
    }

    private static void require(boolean holds, String expected, long got) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", but got " + got);
        }
    }
}
