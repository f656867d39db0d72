package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Submit;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TaskOptions;
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
        TaskOptions options = withEstimate(view, tenant, c);
        RejectionReason reason = refusal(view, tenant, c.role(), options.estimateMicros());
        if (reason != null) {
            return rejected(tenant.nextSeq(), c, reason, explanation(reason, view, tenant, c));
        }
        int maxAttempts = c.maxAttempts() > 0 ? c.maxAttempts() : view.policy().defaultMaxAttempts();
        TaskRef task = new TaskRef(c.tenant(), c.taskId(), c.role(), c.tier(), view.now(), c.campaign());
        return new Accepted(
                tenant.nextSeq(), task, c.source(), c.digest(), maxAttempts, c.labels(), c.payload(), options);
    }

    /** A task that comes without an estimate is taken to cost what tasks of its lane did. */
    private static TaskOptions withEstimate(View view, TenantView tenant, Submit c) {
        TaskOptions options = c.options();
        if (options.estimateMicros() > 0) {
            return options;
        }
        long mean = tenant.meanMicros(c.role());
        return options.withEstimate(mean > 0 ? mean : view.policy().defaultEstimateMicros());
    }

    private static Event repeated(long seq, Submit c, TaskRow known) {
        if (known.digest().equals(c.digest())) {
            return new Duplicate(seq, known.ref(), c.source());
        }
        return new Conflict(
                seq, known.ref(), c.source(), "Task " + c.taskId() + " was submitted before with another request");
    }

    private static @Nullable RejectionReason refusal(View view, TenantView tenant, String role, long estimateMicros) {
        if (tenant.config().deleted()) {
            return RejectionReason.TENANT_DELETED;
        }
        LaneConfig lane = tenant.lane(role);
        if (lane == null) {
            return RejectionReason.ROLE_NOT_ALLOCATED;
        }
        RoleConfig limits = view.limits(role);
        if (!lane.enabled() || !limits.enabled()) {
            return RejectionReason.ROLE_DISABLED;
        }
        if (tenant.config().limits().flow() == Flow.DRAINING) {
            return RejectionReason.TENANT_DRAINING;
        }
        if (lane.flow() == Flow.DRAINING || limits.flow() == Flow.DRAINING) {
            return RejectionReason.ROLE_DRAINING;
        }
        long budget = tenant.config().limits().monthlyBudgetMicros();
        if (budget > 0 && estimateMicros > budget) {
            return RejectionReason.ESTIMATE_OVER_BUDGET;
        }
        return tenant.pending() >= maxBacklog(view, tenant) ? RejectionReason.BACKLOG_FULL : null;
    }

    private static String explanation(RejectionReason reason, View view, TenantView tenant, Submit c) {
        return switch (reason) {
            case UNKNOWN_TENANT -> "Tenant " + c.tenant() + " is not known";
            case TENANT_DELETED -> "Tenant " + c.tenant() + " was deleted";
            case ROLE_NOT_ALLOCATED -> "Role " + c.role() + " is not allocated to tenant " + c.tenant();
            case ROLE_DISABLED -> "Role " + c.role() + " is disabled for tenant " + c.tenant();
            case TENANT_DRAINING -> "Tenant " + c.tenant() + " takes in nothing until it is opened again";
            case ROLE_DRAINING -> "Role " + c.role() + " takes in nothing until it is opened again";
            case ESTIMATE_OVER_BUDGET ->
                "The task's estimate is above the whole monthly budget of "
                        + tenant.config().limits().monthlyBudgetMicros()
                        + " micro-dollars, so it could never run: lower it, or have the budget raised";
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
