package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Cancel;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** Ends a task that somebody wants stopped. Its slot is free at once, whatever its worker still does. */
final class CancelDecider {
    private CancelDecider() {}

    static @Nullable Event decide(View view, Cancel c) {
        TaskRow task = view.task(c.tenant(), c.taskId());
        return task == null || task.state().ended() ? null : cancelled(view, task, c.reason());
    }

    static Cancelled cancelled(View view, TaskRow task, String reason) {
        return new Cancelled(view.nextSeq(task.tenant()), task.ref(), task.liveAttempt(), reason, task.unknownMicros());
    }
}
