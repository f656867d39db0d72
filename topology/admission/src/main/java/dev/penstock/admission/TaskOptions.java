package dev.penstock.admission;

/**
 * What a producer may say of a task's price and time. 0 always means that nothing was said.
 *
 * @param estimateMicros expected cost of an attempt in micro-dollars, reserved from the budget while one is live
 * @param notBefore time before which it must not be granted, milliseconds since 1970-01-01T00:00Z
 * @param startWithinMillis time after acceptance within which its first attempt must start, or the task expires
 * @param attemptTimeoutMillis longest time of an attempt, heartbeats or not
 * @param endWithinMillis time after acceptance within which the task must end, or it expires
 */
public record TaskOptions(
        long estimateMicros, long notBefore, long startWithinMillis, long attemptTimeoutMillis, long endWithinMillis) {
    /** Highest price of an attempt that is counted with: a billion dollars. */
    public static final long MAX_ESTIMATE_MICROS = 1_000_000_000_000_000L;

    /** Longest time that is counted with: ten years. */
    public static final long MAX_MILLIS = 10L * 366 * 24 * 3_600 * 1_000;

    public static final TaskOptions NONE = new TaskOptions(0, 0, 0, 0, 0);

    public TaskOptions {
        estimateMicros = Math.clamp(estimateMicros, 0, MAX_ESTIMATE_MICROS);
        notBefore = Math.max(0, notBefore);
        startWithinMillis = Math.clamp(startWithinMillis, 0, MAX_MILLIS);
        attemptTimeoutMillis = Math.clamp(attemptTimeoutMillis, 0, MAX_MILLIS);
        endWithinMillis = Math.clamp(endWithinMillis, 0, MAX_MILLIS);
    }

    public TaskOptions withEstimate(long micros) {
        return new TaskOptions(micros, notBefore, startWithinMillis, attemptTimeoutMillis, endWithinMillis);
    }
}
