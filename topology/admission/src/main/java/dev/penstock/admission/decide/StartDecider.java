package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Start;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Signal;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** Turns a grant into a lease. The first worker to ask gets it; its asking again says nothing new. */
final class StartDecider {
    private StartDecider() {}

    static @Nullable Event decide(View view, Start c) {
        Claim claim = new Claim(c.tenant(), c.taskId(), c.attempt(), c.workerId(), Signal.START);
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (task != null && task.state() == TaskState.GRANTED && task.attempt() == c.attempt()) {
            return new Started(
                    view.nextSeq(c.tenant()),
                    task.ref(),
                    c.attempt(),
                    c.workerId(),
                    view.now() + view.policy().lease().toMillis(),
                    waited(view.now(), task.since(), c.dispatchedAt()));
        }
        return task != null && claim.holdsLease(task) ? null : claim.refused(view, task);
    }

    /** At most the time since the grant was made, whatever the worker says. */
    private static long waited(long now, long grantedAt, long dispatchedAt) {
        return now - Math.clamp(dispatchedAt, grantedAt, now);
    }
}
