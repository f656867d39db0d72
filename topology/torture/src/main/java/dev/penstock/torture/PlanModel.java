package dev.penstock.torture;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Plan;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What may come in: a plan as a whole, and a task at all. */
final class PlanModel {
    private final Policy policy;
    private final RolesModel roles;

    PlanModel(Policy policy, RolesModel roles) {
        this.policy = policy;
        this.roles = roles;
    }

    boolean plans(String role) {
        return role.equals(policy.plans().role());
    }

    /** Whether all of a plan may be taken in with its planner's success. */
    boolean allows(TenantModel tenant, TaskModel planner, Plan plan) {
        List<PlannedTask> tasks = plan.tasks();
        boolean bounded = tasks.isEmpty()
                || tasks.size() <= policy.plans().maxTasks()
                        && planner.accepted.origin().depth() < policy.plans().maxDepth();
        return plans(planner.ref.role())
                && bounded
                && tasks.stream().map(PlannedTask::name).distinct().count() == tasks.size()
                && tasks.stream().allMatch(task -> allows(tenant, task, tasks.size()))
                && hasAnOrder(tasks);
    }

    private boolean allows(TenantModel tenant, PlannedTask task, int together) {
        long asked = task.options().estimateMicros();
        return !tenant.tasks.containsKey(task.taskId())
                && opens(tenant, task.role(), asked > 0 ? asked : unasked(tenant, task.role()), together);
    }

    /** What a task is taken to cost that comes without an estimate. */
    long unasked(TenantModel tenant, String role) {
        long price = tenant.books.price(role);
        return price > 0 ? price : policy.defaultEstimateMicros();
    }

    /** Whether the door is open for so many tasks together. */
    boolean opens(TenantModel tenant, String role, long estimate, int together) {
        LaneConfig lane = tenant.lane(role);
        RoleConfig limits = roles.get(role);
        long budget = tenant.config().limits().monthlyBudgetMicros();
        return lane != null
                && lane.enabled()
                && limits.enabled()
                && !tenant.deleted()
                && lane.flow() != Flow.DRAINING
                && limits.flow() != Flow.DRAINING
                && tenant.config().limits().flow() != Flow.DRAINING
                && (budget == 0 || estimate <= budget)
                && tenant.pending() + together <= maxBacklog(tenant);
    }

    long maxBacklog(TenantModel tenant) {
        int own = tenant.config().maxBacklog();
        return own > 0 ? own : policy.defaultMaxBacklog();
    }

    /** Whether the tasks can be put in an order in which each comes after those that it names. */
    private static boolean hasAnOrder(List<PlannedTask> tasks) {
        Set<String> placed = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (PlannedTask task : tasks) {
                more |= !placed.contains(task.name()) && placed.containsAll(task.after()) && placed.add(task.name());
            }
        }
        return placed.size() == tasks.size();
    }
}
