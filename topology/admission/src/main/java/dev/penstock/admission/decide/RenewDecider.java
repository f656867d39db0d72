package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Renew;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Signal;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;

/** Extends a lease that has not been ended, even one that is past its deadline: the log decides when it ends, not the clock alone. */
final class RenewDecider {
    private RenewDecider() {}

    static Event decide(View view, Renew c) {
        Claim claim = new Claim(c.tenant(), c.taskId(), c.attempt(), c.workerId(), Signal.RENEW);
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (task == null || !claim.holdsLease(task)) {
            return claim.refused(view, task);
        }
        return new Renewed(
                view.nextSeq(c.tenant()),
                task.ref(),
                c.attempt(),
                view.now() + view.policy().lease().toMillis());
    }
}
