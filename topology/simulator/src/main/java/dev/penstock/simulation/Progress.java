package dev.penstock.simulation;

/**
 * How far a simulation has come.
 *
 * @param done tasks that have ended, of {@code total} that will be submitted
 * @param simulatedMillis simulated time that has passed, averaged over slots
 * @param tasksPerSecond ended so far, by the wall clock
 */
public record Progress(long done, long total, long simulatedMillis, double tasksPerSecond) {}
