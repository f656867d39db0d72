package dev.penstock.torture;

/**
 * How far a run has come.
 *
 * @param done schedules that have ended, of {@code total}
 * @param steps commands that the engine has processed in them
 * @param violations schedules among them in which something did not hold
 * @param seconds since the run began, by the wall clock
 */
public record TortureProgress(long done, long total, long steps, long violations, double seconds) {}
