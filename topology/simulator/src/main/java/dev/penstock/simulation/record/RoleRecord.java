package dev.penstock.simulation.record;

import dev.penstock.admission.Command;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a role's attempts went in the window.
 *
 * @param runs attempts started
 * @param slow those of them whose grant waited for a worker for longer than the engine's target
 * @param peak most that ran at once
 * @param delayMillis usual time from a grant to its start where a worker is free
 * @param serviceMillis median time of those that succeeded, 0 when none did
 * @param usage median of what those used
 */
public record RoleRecord(String role, int runs, int slow, int peak, long delayMillis, long serviceMillis, Usage usage) {
    /** One start in so many may have waited for other reasons than a lack of workers. */
    private static final int SLOW_ONE_IN = 100;

    /** Where workers were short, the usual delay holds waits for them; the lesser ones do not. */
    private static final double UNHINDERED = 0.1;

    /** Whether grants had to wait for workers: then the most that ran at once is what there was. */
    public boolean shortOfWorkers() {
        return (long) slow * SLOW_ONE_IN > runs;
    }

    /** @param runs those that ran in the window, from {@code since} to {@code end} */
    static RoleRecord of(String role, List<Run> runs, Policy policy, long since, long end) {
        List<Run> started =
                runs.stream().filter(run -> run.startedAt() >= since).toList();
        long target = policy.dispatchDelayTarget().toMillis();
        int slow = (int)
                started.stream().filter(run -> run.waitedMillis() > target).count();
        boolean isShort = (long) slow * SLOW_ONE_IN > started.size();
        List<Run> good = runs.stream()
                .filter(run -> run.end() == Run.End.BY_WORKER && run.said() instanceof Command.Complete)
                .toList();
        return new RoleRecord(
                role,
                started.size(),
                slow,
                peak(runs, since, end),
                at(
                        isShort ? UNHINDERED : 0.5,
                        started.stream().mapToLong(Run::delayMillis).toArray()),
                at(0.5, good.stream().mapToLong(Run::millis).toArray()),
                new Usage(
                        at(
                                0.5,
                                good.stream()
                                        .mapToLong(run -> usage(run).inputTokens())
                                        .toArray()),
                        at(
                                0.5,
                                good.stream()
                                        .mapToLong(run -> usage(run).outputTokens())
                                        .toArray()),
                        at(
                                0.5,
                                good.stream()
                                        .mapToLong(run -> usage(run).costMicros())
                                        .toArray())));
    }

    private static Usage usage(Run run) {
        return run.said() instanceof Command.Complete complete ? complete.usage() : Usage.NONE;
    }

    private static int peak(List<Run> runs, long since, long end) {
        // Twice the time, and one more for a start: of what happens at one time the ends come first.
        List<Long> changes = new ArrayList<>();
        for (Run run : runs) {
            changes.add(2 * Math.max(since, run.startedAt()) + 1);
            changes.add(2 * (run.isOpen() ? end + 1 : Math.max(run.endedAt(), Math.max(since, run.startedAt()) + 1)));
        }
        changes.sort(null);
        int running = 0;
        int most = 0;
        for (long change : changes) {
            running += change % 2 == 1 ? 1 : -1;
            most = Math.max(most, running);
        }
        return most;
    }

    private static long at(double share, long[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[(int) Math.max(0, Math.ceil(share * values.length) - 1)];
    }
}
