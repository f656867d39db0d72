package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Defer;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Signal;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;

/** Takes back an attempt that its worker cannot run now; it is not spent, whatever it may have cost. */
final class DeferDecider {
    private DeferDecider() {}

    static Event decide(View view, Defer c) {
        Claim claim = new Claim(c.tenant(), c.taskId(), c.attempt(), c.workerId(), Signal.DEFER);
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (task == null || !claim.holdsLease(task)) {
            return claim.refusedButTold(view, task, c.usage());
        }
        long delay = Math.clamp(c.delayMillis(), 0, view.policy().backoffMax().toMillis());
        return new Deferred(
                view.nextSeq(c.tenant()), task.ref(), c.attempt(), c.reason(), view.now() + delay, c.usage());
    }
}
