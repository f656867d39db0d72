package dev.penstock.admission.decide;

import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Signal;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.state.View;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A worker's claim to an attempt, which is all the fencing there is: only who holds the lease of the live attempt is listened to. */
record Claim(String tenant, UUID taskId, int attempt, String workerId, Signal signal) {

    /** Whether it is of the running attempt, by the worker that started it. */
    boolean holdsLease(TaskRow task) {
        return task.state() == TaskState.RUNNING
                && task.attempt() == attempt
                && task.worker().equals(workerId);
    }

    ResultRejected refused(View view, @Nullable TaskRow task) {
        return refused(view, task, Usage.NONE, 0);
    }

    /**
     * Too late to count, but it tells what an attempt cost of which nobody knew, or what a worker used before it heard that its start was
     * refused: that is booked.
     */
    ResultRejected refusedButTold(View view, @Nullable TaskRow task, Usage usage) {
        if (task == null) {
            return refused(view, null);
        }
        if (task.charges().unknownIn(view.month(), attempt, workerId)) {
            return refused(view, task, usage, task.terms().estimateMicros());
        }
        return task.charges().refusedStart(attempt) ? refused(view, task, usage, 0) : refused(view, task);
    }

    private ResultRejected refused(View view, @Nullable TaskRow task, Usage usage, long settledMicros) {
        TaskRef ref = task != null ? task.ref() : new TaskRef(tenant, taskId, "", Tier.NORMAL, 0, "");
        return new ResultRejected(
                view.nextSeq(tenant), ref, attempt, signal, explanation(view, task), workerId, usage, settledMicros);
    }

    private String explanation(View view, @Nullable TaskRow task) {
        if (task == null) {
            return view.tenant(tenant) == null
                    ? "Expected a known tenant, but there is no " + tenant
                    : "Expected a known task, but there is no " + taskId;
        }
        String expected = "Expected attempt " + attempt;
        if (task.state().ended()) {
            return expected + ", but the task is " + task.state();
        }
        if (!task.state().live()) {
            return expected + ", but none is live: the task is " + task.state() + " for attempt " + task.attempt();
        }
        if (task.attempt() != attempt) {
            return expected + ", but attempt " + task.attempt() + " is live";
        }
        return task.state() == TaskState.GRANTED
                ? expected + " to be started, but it is only granted"
                : expected + " to be worker " + workerId + "'s, but it is worker " + task.worker() + "'s";
    }
}
