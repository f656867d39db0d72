package dev.penstock.admission.decide;

import dev.penstock.admission.Command.Complete;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Origin;
import dev.penstock.admission.Plan;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes in what a planner has planned: the whole plan or nothing of it. */
public final class PlanDecider {
    static final String INVALID_PLAN = "invalid_plan";

    private PlanDecider() {}

    /** What is wrong with a plan, in words that its tenant can act on; null when nothing is. */
    static @Nullable String fault(View view, TaskRow planner, Plan plan) {
        Policy.Plans rules = view.policy().plans();
        TenantView tenant = view.tenant(planner.tenant());
        if (tenant == null) {
            throw new IllegalStateException("Expected tenant " + planner.tenant() + ", but there is none");
        }
        if (!planner.role().equals(rules.role())) {
            return "Only tasks of role " + rules.role() + " may plan others";
        }
        if (plan.tasks().size() > rules.maxTasks()) {
            return "The plan has " + plan.tasks().size() + " tasks and may have " + rules.maxTasks();
        }
        if (!plan.tasks().isEmpty() && planner.lineage().depth() >= rules.maxDepth()) {
            return "The planner stands under " + planner.lineage().depth() + " plans, and there may be "
                    + rules.maxDepth();
        }
        Map<String, PlannedTask> byName = new HashMap<>();
        for (PlannedTask task : plan.tasks()) {
            if (byName.put(task.name(), task) != null) {
                return "The plan has two tasks named " + task.name() + ": each needs a name of its own";
            }
        }
        Door door = new Door(view, tenant);
        for (PlannedTask task : plan.tasks()) {
            String fault = fault(view, planner, door, byName, task, plan.tasks().size());
            if (fault != null) {
                return fault;
            }
        }
        return cycle(plan, byName);
    }

    private static @Nullable String fault(
            View view, TaskRow planner, Door door, Map<String, PlannedTask> byName, PlannedTask task, int tasks) {
        for (String parent : task.after()) {
            if (!byName.containsKey(parent)) {
                return "Task " + task.name() + " comes after " + parent + ", which the plan does not have";
            }
        }
        long estimate = door.withEstimate(task.role(), task.options()).estimateMicros();
        RejectionReason reason = door.refusal(task.role(), estimate, tasks);
        if (reason != null) {
            return "Task " + task.name() + " can't be taken in: " + door.explanation(reason, task.role());
        }
        return view.task(planner.tenant(), task.taskId()) == null
                ? null
                : "Task " + task.name() + " would be " + task.taskId() + ", which exists already";
    }

    /** Takes away tasks that wait for none of the rest, again and again; what can't be taken away waits for itself. */
    private static @Nullable String cycle(Plan plan, Map<String, PlannedTask> byName) {
        Map<String, Integer> awaited = new HashMap<>();
        Map<String, List<String>> children = new HashMap<>();
        Deque<String> free = new ArrayDeque<>();
        for (PlannedTask task : plan.tasks()) {
            List<String> parents = task.after().stream().distinct().toList();
            awaited.put(task.name(), parents.size());
            parents.forEach(parent ->
                    children.computeIfAbsent(parent, p -> new ArrayList<>()).add(task.name()));
            if (parents.isEmpty()) {
                free.add(task.name());
            }
        }
        int left = byName.size();
        while (!free.isEmpty()) {
            left--;
            for (String child : children.getOrDefault(free.remove(), List.of())) {
                if (awaited.merge(child, -1, Integer::sum) == 0) {
                    free.add(child);
                }
            }
        }
        if (left == 0) {
            return null;
        }
        List<String> stuck = plan.tasks().stream()
                .map(PlannedTask::name)
                .filter(name -> awaited.getOrDefault(name, 0) > 0)
                .toList();
        return "Tasks wait for each other in a circle, or for such: " + String.join(", ", stuck);
    }

    /**
     * The task at a place of a plan that has been found right; null when the plan has no more.
     *
     * @param place from 0
     */
    public static @Nullable Accepted planned(View view, Complete command, int place) {
        Plan plan = command.plan();
        TaskRow planner = view.task(command.tenant(), command.taskId());
        TenantView tenant = view.tenant(command.tenant());
        if (plan == null
                || planner == null
                || tenant == null
                || place >= plan.tasks().size()) {
            return null;
        }
        PlannedTask task = plan.tasks().get(place);
        Door door = new Door(view, tenant);
        TaskOptions options = door.withEstimate(task.role(), task.options());
        boolean plans = view.policy().plans().role().equals(task.role());
        List<UUID> after = new ArrayList<>();
        for (PlannedTask other : plan.tasks()) {
            if (task.after().contains(other.name())) {
                after.add(other.taskId());
            }
        }
        return new Accepted(
                tenant.nextSeq(),
                new TaskRef(
                        planner.tenant(),
                        task.taskId(),
                        task.role(),
                        plans ? Tier.URGENT : task.tier(),
                        view.now(),
                        planner.ref().campaign()),
                null,
                task.digest(),
                door.attempts(task.maxAttempts()),
                task.labels(),
                task.payload(),
                options,
                new Origin(
                        planner.ref().taskId(), task.name(), planner.lineage().depth() + 1, after),
                planner.lineage().counts());
    }
}
