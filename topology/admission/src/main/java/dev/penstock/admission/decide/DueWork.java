package dev.penstock.admission.decide;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Usage;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** What is to be done because time has passed or a tenant is gone. It asks for no command of its own: every command brings the time along. */
public final class DueWork {
    static final String LEASE_LAPSED = "lease_lapsed";
    static final String GRANT_LAPSED = "grant_lapsed";
    static final String TENANT_DELETED = "tenant_deleted";

    private DueWork() {}

    /** The next thing due about a task; null when nothing is. Tasks of deleted tenants come first, so that none of them is queued again. */
    public static @Nullable Event nextTask(View view) {
        TaskRow doomed = view.nextDoomed();
        if (doomed != null) {
            return CancelDecider.cancelled(view, doomed, TENANT_DELETED);
        }
        TaskRow due = view.nextDue();
        return due == null ? null : elapsed(view, due);
    }

    /** Lets go of up to {@code limit} markers that are old enough; null when none is. */
    public static @Nullable MarkersForgotten forgetMarkers(View view, int limit) {
        int due = view.markersDue(limit);
        return due == 0 ? null : new MarkersForgotten(due);
    }

    private static Event elapsed(View view, TaskRow task) {
        return switch (task.state()) {
            case WAITING -> new Requeued(view.nextSeq(task.tenant()), task.ref());
            case GRANTED -> takenBack(view, task);
            case RUNNING ->
                AttemptEnd.retryOrDead(
                        view, task, LEASE_LAPSED, "no heartbeat from worker " + task.worker(), Usage.NONE, 0);
            case QUEUED, SUCCEEDED, DEAD, CANCELLED, EXPIRED ->
                throw new IllegalStateException("Expected no timer of a task that is " + task.state());
        };
    }

    /** No worker came for it, so nothing was spent: however long all workers are away, no task dies of it. */
    private static Event takenBack(View view, TaskRow task) {
        long notBefore = view.now() + Backoff.millis(view.policy(), task.ref().taskId(), 1, 0);
        return new Deferred(view.nextSeq(task.tenant()), task.ref(), task.attempt(), GRANT_LAPSED, notBefore);
    }
}
