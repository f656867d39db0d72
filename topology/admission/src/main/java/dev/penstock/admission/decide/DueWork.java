package dev.penstock.admission.decide;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.DeadForgotten;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Expired;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Usage;
import dev.penstock.admission.decide.AttemptEnd.Cost;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.state.View;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to be done because time has passed or a tenant is gone. It asks for no command of its own: every command brings the time along. */
public final class DueWork {
    static final String LEASE_LAPSED = "lease_lapsed";
    static final String GRANT_LAPSED = "grant_lapsed";
    static final String TENANT_DELETED = "tenant_deleted";
    static final String CAMPAIGN_CANCELLED = "campaign_cancelled";
    static final String ATTEMPT_TIMEOUT = "attempt_timeout";
    static final String NOT_STARTED_IN_TIME = "not_started_in_time";
    static final String NOT_ENDED_IN_TIME = "not_ended_in_time";

    private DueWork() {}

    /**
     * The next thing due about a task; null when nothing is. Tasks of deleted tenants and cancelled campaigns come first, so that none of them is
     * queued again.
     */
    public static @Nullable Event nextTask(View view) {
        TaskRow doomed = view.nextDoomed();
        if (doomed != null) {
            return CancelDecider.cancelled(view, doomed, TENANT_DELETED);
        }
        TaskRow stopped = view.nextInCancelledCampaign();
        if (stopped != null) {
            return CancelDecider.cancelled(view, stopped, CAMPAIGN_CANCELLED);
        }
        TaskRow due = view.nextDue();
        return due == null ? null : elapsed(view, due);
    }

    /** Lets go of up to {@code limit} markers that are old enough; null when none is. */
    public static @Nullable MarkersForgotten forgetMarkers(View view, int limit) {
        int due = view.markersDue(limit);
        return due == 0 ? null : new MarkersForgotten(due);
    }

    /** Lets go of up to {@code limit} dead tasks that were kept long enough; null when none is. */
    public static @Nullable DeadForgotten forgetDead(View view, int limit) {
        int due = view.deadDue(limit);
        return due == 0 ? null : new DeadForgotten(due);
    }

    private static Event elapsed(View view, TaskRow task) {
        if (passed(view, task.terms().endBy())) {
            return expired(view, task, NOT_ENDED_IN_TIME);
        }
        if (passed(view, task.terms().startBy())) {
            return expired(view, task, NOT_STARTED_IN_TIME);
        }
        return switch (task.state()) {
            case WAITING -> waited(view, task);
            case GRANTED -> takenBack(view, task);
            case RUNNING -> stopped(view, task);
            case QUEUED, SUCCEEDED, DEAD, CANCELLED, EXPIRED ->
                throw new IllegalStateException("Expected no timer of a task that is " + task.state());
        };
    }

    private static Event waited(View view, TaskRow task) {
        TaskState parent = task.lineage().orphanedBy();
        return parent == null
                ? new Requeued(view.nextSeq(task.tenant()), task.ref())
                : CancelDecider.cancelled(view, task, "parent_" + parent.name().toLowerCase(Locale.ROOT));
    }

    private static boolean passed(View view, long deadline) {
        return deadline > 0 && deadline <= view.now();
    }

    private static Event stopped(View view, TaskRow task) {
        boolean tooLong = passed(view, task.attemptEnd());
        String cause = tooLong ? ATTEMPT_TIMEOUT : LEASE_LAPSED;
        String message = tooLong
                ? "the attempt took longer than the " + task.terms().attemptTimeoutMillis() + " ms it may"
                : "no heartbeat from worker " + task.worker();
        return AttemptEnd.retryOrDead(view, task, cause, message, Cost.unknown(task), 0);
    }

    private static Expired expired(View view, TaskRow task, String reason) {
        return new Expired(view.nextSeq(task.tenant()), task.ref(), task.liveAttempt(), reason, task.unknownMicros());
    }

    /** No worker came for it, so nothing was spent: however long all workers are away, no task dies of it. */
    private static Event takenBack(View view, TaskRow task) {
        long notBefore = view.now() + Backoff.millis(view.policy(), task.ref().taskId(), 1, 0);
        return new Deferred(
                view.nextSeq(task.tenant()), task.ref(), task.attempt(), GRANT_LAPSED, notBefore, Usage.NONE);
    }
}
