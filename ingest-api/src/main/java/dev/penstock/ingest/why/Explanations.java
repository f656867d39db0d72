package dev.penstock.ingest.why;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.tasks.Lookups;
import dev.penstock.ingest.tasks.TaskRuns;
import dev.penstock.ingest.tasks.TaskView;
import dev.penstock.ingest.why.EngineQueries.Reply;
import java.util.Optional;
import java.util.UUID;

/** Explains tasks: by the engine while they live, by their rows once they have ended or were refused. */
public final class Explanations {
    private static final int RETRY_SECONDS = 2;

    private final EngineQueries engine;
    private final TaskRuns runs;
    private final Lookups lookups;

    public Explanations(EngineQueries engine, TaskRuns runs, Lookups lookups) {
        this.engine = engine;
        this.runs = runs;
        this.lookups = lookups;
    }

    /** Ends with the same problem for an unknown task and another tenant's. */
    TaskWhy why(String tenant, UUID task) {
        return switch (engine.why(tenant, task)) {
            case Reply.Found(EngineWhy why) ->
                // The engine remembers that a task has ended, its row also why.
                TaskView.ended(why.state()) ? ended(tenant, task).orElseGet(() -> TaskWhy.of(why)) : TaskWhy.of(why);
            case Reply.Unknown() -> TaskWhy.of(lookups.task(tenant, task));
            case Reply.Unavailable() -> ended(tenant, task).orElseThrow(Explanations::unavailable);
        };
    }

    LanesView lanes(String tenant) {
        return switch (engine.lanes(tenant)) {
            case Reply.Found(LanesView lanes) -> lanes;
            case Reply.Unknown() ->
                throw Problem.of(ProblemType.NOT_FOUND, "The engine has no configuration of this tenant.")
                        .exception();
            case Reply.Unavailable() -> throw unavailable();
        };
    }

    private Optional<TaskWhy> ended(String tenant, UUID task) {
        return runs.find(tenant, task)
                .filter(row -> TaskView.ended(row.state()))
                .map(TaskWhy::of);
    }

    private static ProblemException unavailable() {
        return Problem.unavailable(
                        "The engine cannot be asked now: none of its processes answers, or the tenant's slot is being moved.",
                        RETRY_SECONDS)
                .exception();
    }
}
