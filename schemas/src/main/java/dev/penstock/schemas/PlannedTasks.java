package dev.penstock.schemas;

import dev.penstock.schemas.v1.PlannedTask;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import org.jspecify.annotations.Nullable;

/** The tasks of plans, held to the same bounds as those that producers hand in. */
public final class PlannedTasks {
    private PlannedTasks() {}

    /** The first bound that the task is out of, as a sentence; null when it keeps them all. */
    public static @Nullable String firstProblem(String tenant, PlannedTask task) {
        if (task.getName().isBlank()) {
            return "A task has no name";
        }
        if (Texts.chars(task.getName()) > Limits.MAX_PLANNED_NAME_CHARS
                || Texts.hasControls(task.getName())
                || !Texts.isWellFormed(task.getName())) {
            return "The task name " + Texts.quoted(task.getName()) + " must be up to " + Limits.MAX_PLANNED_NAME_CHARS
                    + " printable characters";
        }
        if (task.getAfterCount() > Limits.MAX_PLANNED_TASKS) {
            return "Task " + task.getName() + " comes after " + task.getAfterCount() + " others and may come after "
                    + Limits.MAX_PLANNED_TASKS;
        }
        String problem = TaskRequestRules.firstProblem(asRequest(tenant, task));
        return problem == null ? null : "Task " + task.getName() + ": " + problem;
    }

    /** The same task as a producer would hand it in. */
    public static TaskRequest asRequest(String tenant, PlannedTask task) {
        return TaskRequest.newBuilder()
                .setTenant(tenant)
                .setRole(task.getRole())
                .setTier(task.getTier() == Tier.TIER_UNSPECIFIED ? Tier.TIER_NORMAL : task.getTier())
                .setInput(task.getInput())
                .setMaxAttempts(task.getMaxAttempts())
                .putAllLabels(task.getLabelsMap())
                .setEstimateMicros(task.getEstimateMicros())
                .setNotBeforeMillis(task.getNotBeforeMillis())
                .setStartWithinMillis(task.getStartWithinMillis())
                .setAttemptTimeoutMillis(task.getAttemptTimeoutMillis())
                .setEndWithinMillis(task.getEndWithinMillis())
                .build();
    }
}
