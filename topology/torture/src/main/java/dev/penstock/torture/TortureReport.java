package dev.penstock.torture;

import java.util.List;
import java.util.SortedMap;

/**
 * What a run of many schedules came to.
 *
 * @param options what was asked for
 * @param schedules that were run, those with violations too; fewer than asked for when it was interrupted
 * @param steps commands that the engine processed for the first time, in all schedules; what it read again after a crash, or in a replay, does
 *     not count
 * @param leastSteps the fewest of one schedule without violation; 0 when there is none
 * @param events that came of the steps
 * @param coverage how often each kind of event and of fault occurred
 * @param violating schedules in which something did not hold
 * @param violations of them, the first ones found, at most {@link #MAX_VIOLATIONS}, by seed
 * @param seconds by the wall clock
 * @param cpuSeconds that the process spent meanwhile, all its threads together
 */
public record TortureReport(
        TortureOptions options,
        long schedules,
        long steps,
        long leastSteps,
        long events,
        SortedMap<String, Long> coverage,
        long violating,
        List<Violation> violations,
        double seconds,
        double cpuSeconds) {
    /** Violations that are kept with their messages; all are counted. */
    public static final int MAX_VIOLATIONS = 100;
}
