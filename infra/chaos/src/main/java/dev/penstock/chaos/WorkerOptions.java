package dev.penstock.chaos;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What run of many executions at once to make.
 *
 * @param executions that must be under way at the provider at once, over all processes
 * @param processes worker processes
 * @param call how long the longest calls take; the shortest take half as long
 * @param lease how long an attempt lives without a heartbeat
 * @param perSecond tasks handed in a second at most
 * @param patience how long the work may go on after the last task was handed in
 * @param report where the figures go as JSON; null for nowhere
 */
public record WorkerOptions(
        int executions,
        int processes,
        WorkerFault fault,
        Duration call,
        Duration lease,
        int perSecond,
        Duration patience,
        @Nullable Path report) {
    public static final int MAX_EXECUTIONS = 5_000;
    public static final int MAX_PROCESSES = 8;
    private static final Duration MAX_CALL = Duration.ofMinutes(5);

    public WorkerOptions {
        range("executions", executions, 10, MAX_EXECUTIONS);
        range("processes", processes, 1, MAX_PROCESSES);
        range("per second", perSecond, 1, 1_000);
        if (call.compareTo(Duration.ofSeconds(1)) < 0 || call.compareTo(MAX_CALL) > 0) {
            throw new IllegalArgumentException("A call takes from 1 to " + MAX_CALL.toSeconds() + " s.");
        }
        if (lease.compareTo(Duration.ofSeconds(2)) < 0 || lease.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("A lease is from 2 to 60 s long.");
        }
    }

    /** Slots of the role in each process: its part of the executions, and room for parts that are not equal and for slots that wait for tasks. */
    public int slots() {
        return executions * 5 / (processes * 4) + 40;
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d but should be from %d to %d.".formatted(what, value, min, max));
        }
    }
}
