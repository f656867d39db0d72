package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Submit;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

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
        RejectionReason reason = refusal(view, tenant, c.role());
        if (reason != null) {
            return rejected(tenant.nextSeq(), c, reason, explanation(reason, view, tenant, c));
        }
        int maxAttempts = c.maxAttempts() > 0 ? c.maxAttempts() : view.policy().defaultMaxAttempts();
        TaskRef task = new TaskRef(c.tenant(), c.taskId(), c.role(), c.tier(), view.now(), c.campaign());
        return new Accepted(tenant.nextSeq(), task, c.source(), c.digest(), maxAttempts, c.labels(), c.payload());
    }

    private static Event repeated(long seq, Submit c, TaskRow known) {
        if (known.digest().equals(c.digest())) {
            return new Duplicate(seq, known.ref(), c.source());
        }
        return new Conflict(
                seq, known.ref(), c.source(), "Task " + c.taskId() + " was submitted before with another request");
    }

    private static @Nullable RejectionReason refusal(View view, TenantView tenant, String role) {
        if (tenant.config().deleted()) {
            return RejectionReason.TENANT_DELETED;
        }
        LaneConfig lane = tenant.lane(role);
        if (lane == null) {
            return RejectionReason.ROLE_NOT_ALLOCATED;
        }
        if (!lane.enabled()) {
            return RejectionReason.ROLE_DISABLED;
        }
        return tenant.pending() >= maxBacklog(view, tenant) ? RejectionReason.BACKLOG_FULL : null;
    }

    private static String explanation(RejectionReason reason, View view, TenantView tenant, Submit c) {
        return switch (reason) {
            case UNKNOWN_TENANT -> "Tenant " + c.tenant() + " is not known";
            case TENANT_DELETED -> "Tenant " + c.tenant() + " was deleted";
            case ROLE_NOT_ALLOCATED -> "Role " + c.role() + " is not allocated to tenant " + c.tenant();
            case ROLE_DISABLED -> "Role " + c.role() + " is disabled for tenant " + c.tenant();
            case BACKLOG_FULL ->
                "Tenant " + c.tenant() + " has " + tenant.pending() + " tasks waiting and may have "
                        + maxBacklog(view, tenant);
        };
    }

    private static int maxBacklog(View view, TenantView tenant) {
        int own = tenant.config().maxBacklog();
        return own > 0 ? own : view.policy().defaultMaxBacklog();
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
