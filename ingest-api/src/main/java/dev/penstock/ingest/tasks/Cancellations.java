package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import java.util.UUID;

/** Asks the engine to end a task; whether it still could is told by an event. */
public final class Cancellations {
    private final Lookups lookups;
    private final CancelCommands commands;

    public Cancellations(Lookups lookups, CancelCommands commands) {
        this.lookups = lookups;
        this.commands = commands;
    }

    /** Returns once Kafka has acknowledged the command; ends with a problem when there is no such task or it is over. */
    public SubmittedTask cancel(String tenant, UUID taskId) {
        TaskView task = lookups.task(tenant, taskId);
        if (TaskView.ended(task.state())) {
            throw Problem.of(ProblemType.TASK_ALREADY_ENDED, "The task is " + task.state() + ".")
                    .with("state", task.state())
                    .exception();
        }
        commands.cancelTask(tenant, taskId);
        return new SubmittedTask(taskId, task.state(), task.role(), task.tier(), TaskLinks.of(taskId));
    }
}
