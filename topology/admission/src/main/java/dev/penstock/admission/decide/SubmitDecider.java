package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Submit;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Origin;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;

/** Takes a submission in, or says why not. A task id that is known is never looked at further: the first submission has won. */
final class SubmitDecider {
    private SubmitDecider() {}

    static Event decide(View view, Submit c) {
        TenantView tenant = view.tenant(c.tenant());
        if (tenant == null) {
            return rejected(0, c, RejectionReason.UNKNOWN_TENANT, "Tenant " + c.tenant() + " is not known");
        }
        TaskRow known = view.task(c.tenant(), c.taskId());
        if (known != null) {
            return repeated(tenant.nextSeq(), c, known);
        }
        Door door = new Door(view, tenant);
        TaskOptions options = door.withEstimate(c.role(), c.options());
        RejectionReason reason = door.refusal(c.role(), options.estimateMicros(), 1);
        if (reason != null) {
            return rejected(tenant.nextSeq(), c, reason, door.explanation(reason, c.role()));
        }
        boolean plans = view.policy().plans().role().equals(c.role());
        Tier tier = plans ? Tier.URGENT : c.tier();
        String campaign = plans && c.campaign().isEmpty() ? c.taskId().toString() : c.campaign();
        return new Accepted(
                tenant.nextSeq(),
                new TaskRef(tenant.config().tenant(), c.taskId(), c.role(), tier, view.now(), campaign),
                c.source(),
                c.digest(),
                door.attempts(c.maxAttempts()),
                c.labels(),
                c.payload(),
                options,
                Origin.SUBMITTED,
                plans);
    }

    private static Event repeated(long seq, Submit c, TaskRow known) {
        if (known.digest().equals(c.digest())) {
            return new Duplicate(seq, known.ref(), c.source());
        }
        return new Conflict(
                seq, known.ref(), c.source(), "Task " + c.taskId() + " was submitted before with another request");
    }

    private static Rejected rejected(long seq, Submit c, RejectionReason reason, String message) {
        return new Rejected(
                seq,
                new TaskRef(c.tenant(), c.taskId(), c.role(), c.tier(), 0, c.campaign()),
                c.source(),
                reason,
                message);
    }
}
