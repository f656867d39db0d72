package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.redis.RedisBatch;
import java.util.Optional;
import java.util.UUID;

/** Finds a tenant's task: in the projection, or, right after its submission, by its note. */
public final class Lookups {
    private static final int RETRY_SECONDS = 2;

    private final TaskRuns runs;
    private final Notes notes;

    public Lookups(TaskRuns runs, Notes notes) {
        this.runs = runs;
        this.notes = notes;
    }

    /** The task; ends with the same problem for an unknown one and another tenant's. */
    public TaskView task(String tenant, UUID taskId) {
        Optional<TaskView> projected = runs.find(tenant, taskId);
        if (projected.isPresent()) {
            return projected.get();
        }
        try {
            return notes.find(tenant, taskId)
                    .map(note -> TaskView.submitted(taskId, note))
                    .orElseThrow(Lookups::unknown);
        } catch (RedisBatch.Unavailable e) {
            throw Problem.unavailable(
                            "It cannot be told now whether the task was submitted a moment ago.", RETRY_SECONDS)
                    .exception();
        }
    }

    /** As {@link #task(String, UUID)}, of an id as somebody wrote it. */
    public TaskView task(String tenant, String taskId) {
        return task(tenant, TaskPaths.taskId(taskId));
    }

    /** What an id is answered with that names no task of the tenant. */
    static ProblemException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such task.").exception();
    }
}
