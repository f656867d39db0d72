package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Origin;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.Tier;
import org.jspecify.annotations.Nullable;

/** What may come in, on what terms, and what is rightly kept out. */
final class DoorChecks {
    private final RolesModel roles;
    private final PlanModel plans;

    DoorChecks(RolesModel roles, PlanModel plans) {
        this.roles = roles;
        this.plans = plans;
    }

    TaskModel accepted(
            long now, long place, Command command, TenantModel tenant, @Nullable TaskModel known, Accepted e) {
        require(known == null, "I2", "accepted again while remembered");
        boolean planned = !e.origin().equals(Origin.SUBMITTED);
        long estimate = e.options().estimateMicros();
        // What a plan's own planner has cost may have raised the estimate of planners in it since the plan was looked
        // at.
        boolean sure = !planned || !plans.plans(e.task().role());
        require(
                plans.opens(tenant, e.task().role(), sure ? estimate : 0, 1),
                "door",
                "accepted though the door is closed");
        require(estimate > 0, "door", "estimate %d", estimate);
        requireEstimate(command, tenant, e);
        require(e.task().acceptedAt() == now && e.maxAttempts() > 0, "door", "odd terms");
        require(
                !plans.plans(e.task().role()) || e.task().tier() == Tier.URGENT,
                "door",
                "a planner that is not urgent");
        require(planned || e.counts() == plans.plans(e.task().role()), "campaign", "it counts otherwise");
        TaskModel task = new TaskModel(e, now);
        task.place = place;
        return task;
    }

    /** As it was asked for, or else what tasks of the lane have cost. */
    private void requireEstimate(Command command, TenantModel tenant, Accepted e) {
        long asked = command instanceof Command.Submit s ? s.options().estimateMicros() : 0;
        if (command instanceof Command.Complete c && c.plan() != null) {
            asked = c.plan().tasks().stream()
                    .filter(task -> task.taskId().equals(e.task().taskId()))
                    .mapToLong(task -> task.options().estimateMicros())
                    .sum();
        }
        long unasked = plans.unasked(tenant, e.task().role());
        long estimate = e.options().estimateMicros();
        require(estimate == (asked > 0 ? asked : unasked), "I12", "estimate %d, else %d", estimate, unasked);
    }

    private static boolean draining(TenantModel tenant) {
        return tenant.config().limits().flow() == Flow.DRAINING;
    }

    private static boolean draining(LaneConfig lane, RoleConfig role) {
        return lane.flow() == Flow.DRAINING || role.flow() == Flow.DRAINING;
    }

    void rejected(Command command, TenantModel tenant, @Nullable TaskModel known, Rejected e) {
        require(known == null, "I9", "rejected though remembered");
        LaneConfig lane = tenant.lane(e.task().role());
        RoleConfig role = roles.get(e.task().role());
        boolean right =
                switch (e.reason()) {
                    case UNKNOWN_TENANT -> false;
                    case TENANT_DELETED -> tenant.deleted();
                    case ROLE_NOT_ALLOCATED -> lane == null;
                    case ROLE_DISABLED -> lane != null && (!lane.enabled() || !role.enabled());
                    case TENANT_DRAINING -> draining(tenant);
                    case ROLE_DRAINING -> lane != null && draining(lane, role);
                    case ESTIMATE_OVER_BUDGET ->
                        tenant.config().limits().monthlyBudgetMicros() > 0
                                && (!(command instanceof Command.Submit s)
                                        || s.options().estimateMicros() == 0
                                        || s.options().estimateMicros()
                                                > tenant.config().limits().monthlyBudgetMicros());
                    case BACKLOG_FULL -> tenant.pending() >= plans.maxBacklog(tenant);
                };
        require(right, "door", "rejected without reason");
    }
}
