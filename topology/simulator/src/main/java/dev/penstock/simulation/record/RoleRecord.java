package dev.penstock.simulation.record;

import dev.penstock.admission.Command;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How a role's attempts went in the window.
 *
 * @param runs attempts started
 * @param slow those of them that seem to have waited for a place at a worker: their dispatch waited for over half of what the engine aims at, and when
 *     they started nearly as many ran as ever did at once
 * @param peak most that ran at once
 * @param lagMillis median time from a grant to when workers can see it
 * @param pickUpMillis usual time that it then waits for its worker where there is a free place
 * @param serviceMillis median time of those that succeeded, 0 when none did
 * @param usage median of what those used
 */
public record RoleRecord(
        String role, int runs, int slow, int peak, long lagMillis, long pickUpMillis, long serviceMillis, Usage usage) {
    /** One start in so many may look as if it waited for a place and have waited for something else. */
    private static final int SLOW_ONE_IN = 20;

    /** Where workers are short, the engine's windows keep waits between half of its target and all of it. */
    private static final int TARGETS_PART = 2;

    /** So many of ten that ever ran at once are as good as all: a place that becomes free is not taken in the same moment. */
    private static final int NEARLY_ALL_OF_TEN = 9;

    /** Where workers are short, the least waits are those of dispatches that found a free place. */
    private static final double UNHINDERED = 0.1;

    /** Whether grants had to wait for workers: then the most that ran at once is what there was. */
    public boolean shortOfWorkers() {
        return isShort(slow, runs);
    }

    private static boolean isShort(int slow, int runs) {
        return (long) slow * SLOW_ONE_IN > runs;
    }

    /** @param runs those that ran in the window, from {@code since} to {@code end} */
    static RoleRecord of(String role, List<Run> runs, Policy policy, long since, long end) {
        List<Run> started =
                runs.stream().filter(run -> run.startedAt() >= since).toList();
        long target = policy.dispatchDelayTarget().toMillis() / TARGETS_PART;
        Load load = Load.of(runs, since, end);
        int slow = (int) started.stream()
                .filter(run ->
                        run.waitedMillis() > target && load.at(run.startedAt()) * 10 >= load.peak() * NEARLY_ALL_OF_TEN)
                .count();
        List<Run> good = runs.stream()
                .filter(run -> run.end() == Run.End.BY_WORKER && run.said() instanceof Command.Complete)
                .toList();
        return new RoleRecord(
                role,
                started.size(),
                slow,
                load.peak(),
                at(0.5, started, run -> run.delayMillis() - run.waitedMillis()),
                at(isShort(slow, started.size()) ? UNHINDERED : 0.5, started, Run::waitedMillis),
                at(0.5, good, Run::millis),
                new Usage(
                        at(0.5, good, run -> usage(run).inputTokens()),
                        at(0.5, good, run -> usage(run).outputTokens()),
                        at(0.5, good, run -> usage(run).costMicros())));
    }

    /** Milliseconds that a run's dispatch would have waited with a free place at a worker. */
    public long pickUpMillis(Run run) {
        return shortOfWorkers() ? Math.min(run.waitedMillis(), pickUpMillis) : run.waitedMillis();
    }

    private static Usage usage(Run run) {
        return run.said() instanceof Command.Complete complete ? complete.usage() : Usage.NONE;
    }

    private static long at(double share, List<Run> runs, ToLongFunction<Run> figure) {
        long[] values = runs.stream().mapToLong(figure).sorted().toArray();
        return values.length == 0 ? 0 : values[(int) Math.max(0, Math.ceil(share * values.length) - 1)];
    }

    /** How many ran at which time. */
    private record Load(long[] changes, int[] running, int peak) {

        static Load of(List<Run> runs, long since, long end) {
            // Twice the time, and one more for a start: of what happens at one time the ends come first.
            long[] changes = new long[2 * runs.size()];
            int count = 0;
            for (Run run : runs) {
                long from = Math.max(since, run.startedAt());
                changes[count++] = 2 * from + 1;
                changes[count++] = 2 * (run.isOpen() ? end + 1 : Math.max(run.endedAt(), from + 1));
            }
            Arrays.sort(changes);
            int[] running = new int[count];
            int now = 0;
            int most = 0;
            for (int i = 0; i < count; i++) {
                now += changes[i] % 2 == 1 ? 1 : -1;
                running[i] = now;
                most = Math.max(most, now);
            }
            return new Load(changes, running, most);
        }

        /** After all that started then. */
        int at(long time) {
            int place = Arrays.binarySearch(changes, 2 * time + 2);
            int next = place < 0 ? -place - 1 : place;
            while (next > 0 && changes[next - 1] >= 2 * time + 2) {
                next--;
            }
            return next == 0 ? 0 : running[next - 1];
        }
    }
}
