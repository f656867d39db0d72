package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Renew;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Signal;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;

/**
 * Extends a lease that has not been ended, even one that is past its deadline: the log decides when it ends, not the clock alone. One that was
 * given longer is not shortened by a plain heartbeat that follows.
 */
final class RenewDecider {
    private RenewDecider() {}

    static Event decide(View view, Renew c) {
        Claim claim = new Claim(c.tenant(), c.taskId(), c.attempt(), c.workerId(), Signal.RENEW);
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (task == null || !claim.holdsLease(task)) {
            return claim.refused(view, task);
        }
        long leaseUntil = Math.max(task.deadline(), view.now() + leaseMillis(view.policy(), c.leaseMillis()));
        return new Renewed(view.nextSeq(c.tenant()), task.ref(), c.attempt(), leaseUntil, c.progress());
    }

    private static long leaseMillis(Policy policy, long asked) {
        return asked <= 0
                ? policy.lease().toMillis()
                : Math.min(asked, policy.maxLease().toMillis());
    }
}
