package dev.penstock.simulation.measure;

import dev.penstock.admission.Event.TaskRef;
import java.util.UUID;

/** Which task. */
public record TaskKey(String tenant, UUID taskId) {
    public static TaskKey of(TaskRef task) {
        return new TaskKey(task.tenant(), task.taskId());
    }
}
