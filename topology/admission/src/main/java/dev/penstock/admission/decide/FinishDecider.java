package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Complete;
import dev.penstock.admission.Command.Fail;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.Signal;
import dev.penstock.admission.decide.AttemptEnd.Cost;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.View;

/** Ends the live attempt with what its worker says came of it. */
final class FinishDecider {
    private FinishDecider() {}

    static Event decide(View view, Complete c) {
        Claim claim = new Claim(c.tenant(), c.taskId(), c.attempt(), c.workerId(), Signal.FINISH);
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (task == null || !claim.holdsLease(task)) {
            return claim.refusedButTold(view, task, c.usage());
        }
        String fault = c.plan() == null ? null : PlanDecider.fault(view, task, c.plan());
        return fault == null
                ? new Succeeded(view.nextSeq(c.tenant()), task.ref(), c.attempt(), c.output(), c.usage())
                : AttemptEnd.dead(view, task, PlanDecider.INVALID_PLAN, fault, Cost.of(c.usage()));
    }

    static Event decide(View view, Fail c) {
        Claim claim = new Claim(c.tenant(), c.taskId(), c.attempt(), c.workerId(), Signal.FINISH);
        TaskRow task = view.task(c.tenant(), c.taskId());
        if (task == null || !claim.holdsLease(task)) {
            return claim.refusedButTold(view, task, c.usage());
        }
        Cost cost = Cost.of(c.usage());
        return c.retryable()
                ? AttemptEnd.retryOrDead(view, task, c.kind(), c.message(), cost, c.retryAfterMillis())
                : AttemptEnd.dead(view, task, c.kind(), c.message(), cost);
    }
}
