package dev.penstock.admission.decide;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Usage;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;

/** What follows an attempt that did not succeed. */
final class AttemptEnd {
    private AttemptEnd() {}

    /** Another attempt after a back-off, or the end when none is left. */
    static Event retryOrDead(View view, TaskRow task, String cause, String message, Usage usage, long atLeastMillis) {
        if (task.attempt() >= task.maxAttempts()) {
            return dead(
                    view,
                    task,
                    cause,
                    "attempts_exhausted after " + task.attempt() + (message.isEmpty() ? "" : ": " + message),
                    usage);
        }
        long notBefore = view.now() + Backoff.millis(view.policy(), task.ref().taskId(), task.attempt(), atLeastMillis);
        return new RetryScheduled(
                view.nextSeq(task.tenant()), task.ref(), task.attempt(), cause, message, notBefore, usage);
    }

    static Dead dead(View view, TaskRow task, String cause, String message, Usage usage) {
        return new Dead(view.nextSeq(task.tenant()), task.ref(), task.attempt(), cause, message, usage);
    }
}
