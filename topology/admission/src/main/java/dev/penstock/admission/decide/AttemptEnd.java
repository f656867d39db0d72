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

    /** What an attempt came to: what it used as its worker says, or what is booked for it since nobody knows. */
    record Cost(Usage usage, long unknownMicros) {
        static Cost of(Usage usage) {
            return new Cost(usage, 0);
        }

        static Cost unknown(TaskRow running) {
            return new Cost(Usage.NONE, running.unknownMicros());
        }
    }

    /** Another attempt after a back-off, or the end when none is left. */
    static Event retryOrDead(View view, TaskRow task, String cause, String message, Cost cost, long atLeastMillis) {
        if (task.attempt() >= task.maxAttempts()) {
            return dead(
                    view,
                    task,
                    cause,
                    "attempts_exhausted after " + task.attempt() + (message.isEmpty() ? "" : ": " + message),
                    cost);
        }
        long notBefore = view.now() + Backoff.millis(view.policy(), task.ref().taskId(), task.attempt(), atLeastMillis);
        return new RetryScheduled(
                view.nextSeq(task.tenant()),
                task.ref(),
                task.attempt(),
                cause,
                message,
                notBefore,
                cost.usage(),
                cost.unknownMicros());
    }

    static Dead dead(View view, TaskRow task, String cause, String message, Cost cost) {
        return new Dead(
                view.nextSeq(task.tenant()),
                task.ref(),
                task.attempt(),
                cause,
                message,
                cost.usage(),
                cost.unknownMicros());
    }
}
