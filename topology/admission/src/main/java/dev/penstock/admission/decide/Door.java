package dev.penstock.admission.decide;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** What a tenant may have done at all, whether it is submitted or planned. */
final class Door {
    private final View view;
    private final TenantView tenant;

    Door(View view, TenantView tenant) {
        this.view = view;
        this.tenant = tenant;
    }

    int attempts(int asked) {
        return asked > 0 ? asked : view.policy().defaultMaxAttempts();
    }

    /** A task that comes without an estimate is taken to cost what tasks of its lane did. */
    TaskOptions withEstimate(String role, TaskOptions options) {
        if (options.estimateMicros() > 0) {
            return options;
        }
        long mean = tenant.meanMicros(role);
        return options.withEstimate(mean > 0 ? mean : view.policy().defaultEstimateMicros());
    }

    /**
     * Why the task is not taken in, null when it is.
     *
     * @param tasks that come in together
     */
    @Nullable
    RejectionReason refusal(String role, long estimateMicros, int tasks) {
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
        return tenant.pending() + tasks > maxBacklog() ? RejectionReason.BACKLOG_FULL : null;
    }

    String explanation(RejectionReason reason, String role) {
        String name = tenant.config().tenant();
        return switch (reason) {
            case UNKNOWN_TENANT -> "Tenant " + name + " is not known";
            case TENANT_DELETED -> "Tenant " + name + " was deleted";
            case ROLE_NOT_ALLOCATED -> "Role " + role + " is not allocated to tenant " + name;
            case ROLE_DISABLED -> "Role " + role + " is disabled for tenant " + name;
            case TENANT_DRAINING -> "Tenant " + name + " takes in nothing until it is opened again";
            case ROLE_DRAINING -> "Role " + role + " takes in nothing until it is opened again";
            case ESTIMATE_OVER_BUDGET ->
                "The task's estimate is above the whole monthly budget of "
                        + tenant.config().limits().monthlyBudgetMicros()
                        + " micro-dollars, so it could never run: lower it, or have the budget raised";
            case BACKLOG_FULL ->
                "Tenant " + name + " has " + tenant.pending() + " tasks waiting and may have " + maxBacklog();
        };
    }

    private int maxBacklog() {
        int own = tenant.config().maxBacklog();
        return own > 0 ? own : view.policy().defaultMaxBacklog();
    }
}
