package dev.penstock.streams.admission;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.PlannedTasks;
import dev.penstock.schemas.RequestHash;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.ParentTask;
import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.TaskRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the plan that comes with a planner's success. One that is out of bounds fails the planner with a reason for its tenant. */
final class PlanReader {
    private static final String INVALID_PLAN = "invalid_plan";

    private PlanReader() {}

    static Command complete(Command.Complete planner, Plan plan) {
        String problem = problem(planner, plan);
        if (problem != null) {
            return new Command.Fail(
                    planner.tenant(),
                    planner.taskId(),
                    planner.attempt(),
                    planner.workerId(),
                    planner.usage(),
                    INVALID_PLAN,
                    problem,
                    false,
                    0);
        }
        List<PlannedTask> tasks = new ArrayList<>(plan.getTasksCount());
        for (dev.penstock.schemas.v1.PlannedTask task : plan.getTasksList()) {
            tasks.add(read(planner, task));
        }
        return new Command.Complete(
                planner.tenant(),
                planner.taskId(),
                planner.attempt(),
                planner.workerId(),
                planner.usage(),
                planner.output(),
                new dev.penstock.admission.Plan(tasks));
    }

    private static @Nullable String problem(Command.Complete planner, Plan plan) {
        if (CommandReader.isTooLarge(planner.output())) {
            return "The output has more than " + Limits.MAX_OUTPUT_BYTES + " bytes";
        }
        if (plan.getTasksCount() > Limits.MAX_PLANNED_TASKS) {
            return "The plan has " + plan.getTasksCount() + " tasks and may have " + Limits.MAX_PLANNED_TASKS;
        }
        for (dev.penstock.schemas.v1.PlannedTask task : plan.getTasksList()) {
            String problem = PlannedTasks.firstProblem(planner.tenant(), task);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static PlannedTask read(Command.Complete planner, dev.penstock.schemas.v1.PlannedTask task) {
        TaskRequest request = PlannedTasks.asRequest(planner.tenant(), task);
        UUID id = TaskIds.fromPlan(planner.tenant(), planner.taskId(), task.getName());
        ByteBuffer hash = RequestHash.of(request).asReadOnlyByteBuffer();
        return new PlannedTask(
                task.getName(),
                id,
                task.getRole(),
                Tiers.toCore(request.getTier()).orElse(Tier.NORMAL),
                task.getAfterList(),
                task.getMaxAttempts(),
                task.getLabelsMap(),
                new Digest(hash.getLong(), hash.getLong()),
                template(planner, id, task, request),
                new TaskOptions(
                        task.getEstimateMicros(),
                        task.getNotBeforeMillis(),
                        task.getStartWithinMillis(),
                        task.getAttemptTimeoutMillis(),
                        task.getEndWithinMillis()));
    }

    private static byte[] template(
            Command.Complete planner, UUID id, dev.penstock.schemas.v1.PlannedTask task, TaskRequest request) {
        Dispatch.Builder dispatch = Dispatch.newBuilder()
                .setTenant(planner.tenant())
                .setTaskId(id.toString())
                .setRole(task.getRole())
                .setTier(request.getTier())
                .setInput(task.getInput());
        for (String parent : task.getAfterList()) {
            dispatch.addParents(ParentTask.newBuilder()
                    .setTaskId(TaskIds.fromPlan(planner.tenant(), planner.taskId(), parent)
                            .toString())
                    .setName(parent));
        }
        return dispatch.build().toByteArray();
    }
}
