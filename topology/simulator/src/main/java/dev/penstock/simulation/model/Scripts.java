package dev.penstock.simulation.model;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Usage;
import dev.penstock.simulation.measure.TaskKey;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.record.RoleRecord;
import dev.penstock.simulation.record.Run;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What attempts do, as recorded: the k-th run of a task's attempt n does what the k-th run of that attempt did. One that the record has no run of, or
 * none that was let run to its end, succeeds after the median time of its role's successes, at their median cost.
 */
final class Scripts {
    /** For a role of which nothing succeeded in a record where nothing else did either. */
    static final long UNKNOWN_SERVICE_MILLIS = 60_000;

    /** From a grant to its start, for a role of which nothing ran. */
    static final long UNKNOWN_DELAY_MILLIS = 50;

    private static final String WORKER = "what-if";
    private static final RoleRecord NO_RECORD = new RoleRecord("", 0, 0, 0, 0, 0, 0, Usage.NONE);

    private final Map<TaskKey, List<Run>> runs;
    private final Map<String, RoleRecord> roles;
    private final long end;
    private final long usualServiceMillis;

    Scripts(Recording recording) {
        runs = recording.runs();
        roles = recording.roles();
        end = recording.end();
        usualServiceMillis = (long) roles.values().stream()
                .mapToLong(RoleRecord::serviceMillis)
                .filter(millis -> millis > 0)
                .average()
                .orElse(UNKNOWN_SERVICE_MILLIS);
    }

    /**
     * From a grant to its start where a worker is free.
     *
     * @param lagMillis until workers can see it: the engine may be behind its commands
     * @param pickUpMillis from then on
     */
    record Delay(long lagMillis, long pickUpMillis) {}

    /**
     * That of the same run in the record, or what is usual for the role.
     *
     * @param start as for {@link #of}
     */
    Delay delay(TaskRef task, int attempt, int start) {
        RoleRecord known = roles.getOrDefault(task.role(), NO_RECORD);
        Run run = find(task, attempt, start);
        if (run != null) {
            return new Delay(run.delayMillis() - run.waitedMillis(), known.pickUpMillis(run));
        }
        return known.runs() == 0
                ? new Delay(0, UNKNOWN_DELAY_MILLIS)
                : new Delay(known.lagMillis(), known.pickUpMillis());
    }

    /** @param start which start of the attempt it is, from 0 */
    Script of(TaskRef task, int attempt, int start) {
        Run run = find(task, attempt, start);
        if (run == null) {
            return estimate(task, attempt, WORKER, 0);
        }
        return switch (run.end()) {
            case BY_WORKER ->
                new Script(run.worker(), run.saidAfterMillis(), run.said(), run.saidAfterMillis(), false, false);
            case LAPSED ->
                new Script(run.worker(), run.renewedForMillis(), run.said(), run.saidAfterMillis(), true, false);
            case TOO_LONG -> new Script(run.worker(), Long.MAX_VALUE, run.said(), run.saidAfterMillis(), true, false);
            case CUT_SHORT ->
                run.said() != null
                        ? new Script(
                                run.worker(), run.saidAfterMillis(), run.said(), run.saidAfterMillis(), true, false)
                        : estimate(task, attempt, run.worker(), run.isOpen() ? end - run.startedAt() : run.millis());
        };
    }

    private @Nullable Run find(TaskRef task, int attempt, int start) {
        int left = start;
        for (Run run : runs.getOrDefault(TaskKey.of(task), List.of())) {
            if (run.attempt() == attempt && left-- == 0) {
                return run;
            }
        }
        return null;
    }

    /** @param leastMillis it is known to have run for so long */
    private Script estimate(TaskRef task, int attempt, String worker, long leastMillis) {
        RoleRecord role = roles.getOrDefault(task.role(), NO_RECORD);
        long usual = role.serviceMillis() > 0 ? role.serviceMillis() : usualServiceMillis;
        long millis = Math.max(usual, leastMillis + 1);
        Command last = new Command.Complete(task.tenant(), task.taskId(), attempt, worker, role.usage(), "");
        return new Script(worker, millis, last, millis, false, true);
    }
}
