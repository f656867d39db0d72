package dev.penstock.ingest.output;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RareLog;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.redis.RedisAddress;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.ingest.sse.SseServer;
import dev.penstock.ingest.tasks.Lookups;
import dev.penstock.ingest.tasks.TaskRuns;
import dev.penstock.ingest.tasks.TaskView;
import dev.penstock.mongo.Mongo;
import dev.penstock.runtime.Settings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Everything behind {@code GET /v1/tasks/{id}/stream} and {@code .../output}. */
public final class TaskOutputs implements AutoCloseable {
    /** Answers are large: few of them are on their way at once. */
    private static final int WINDOW_BATCH = 16;

    private static final RareLog RARE_LOG = new RareLog(LoggerFactory.getLogger(TaskOutputs.class));

    private final SseServer server;
    private final Lookups lookups;
    private final TaskRuns runs;
    private final RedisBatch redis;
    private final Optional<Mongo> mongo;
    private final Optional<MongoOutput> documents;
    private final OutputWindow window;

    public TaskOutputs(Settings settings, SseServer server, Lookups lookups, TaskRuns runs) {
        this.server = server;
        this.lookups = lookups;
        this.runs = runs;
        redis = new RedisBatch(new RedisAddress(settings), WINDOW_BATCH);
        mongo = Mongo.of(settings, "penstock-api");
        documents = mongo.map(MongoOutput::new);
        RedisOutput live = new RedisOutput(redis);
        window = documents
                .<OutputWindow>map(kept -> new LayeredOutput(live, kept))
                .orElse(live);
    }

    /** Serves a stream on the calling thread until it ends. */
    void serve(Caller caller, UUID task, @Nullable Mark after, HttpServletResponse response) throws IOException {
        TaskView view = lookups.task(caller.tenant(), task);
        if (after instanceof Mark.End && TaskView.ended(view.state())) {
            // An EventSource would come back for ever, and this is what makes it stop.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        try (SseServer.Session session = server.enter(caller, RedisOutput.wakeChannel(caller.tenant(), task))) {
            OutputFeed feed = new OutputFeed(
                    caller.tenant(), task, after, window, () -> end(caller.tenant(), task), System::nanoTime);
            session.run(new OutputSource(feed), response);
        }
    }

    /** The finished output; ends with a problem when there is none, or no such task of the tenant. */
    Deliverable deliverable(String tenant, UUID task) {
        Optional<Deliverable> stored = stored(tenant, task);
        if (stored.isPresent()) {
            return stored.get();
        }
        TaskView view = lookups.task(tenant, task);
        String output = view.output();
        if (output == null) {
            throw Problem.of(ProblemType.NO_OUTPUT, "The task is " + view.state() + ".")
                    .exception();
        }
        return Deliverable.of(task, view.role(), attempt(view), view.endedAt(), output);
    }

    private Optional<TaskEnd> end(String tenant, UUID task) {
        try {
            return runs.find(tenant, task)
                    .filter(view -> TaskView.ended(view.state()))
                    .map(view -> new TaskEnd(view.state(), attempt(view), view.cause(), view.message(), view.output()));
        } catch (DataAccessException e) {
            throw new OutputWindow.UnavailableException(e);
        }
    }

    /** As it was made. PostgreSQL, which stands in for MongoDB, cannot keep U+0000. */
    private Optional<Deliverable> stored(String tenant, UUID task) {
        try {
            return documents.flatMap(kept -> kept.deliverable(tenant, task));
        } catch (OutputWindow.UnavailableException e) {
            RARE_LOG.warn("MongoDB does not answer, so outputs come from PostgreSQL: {}", e);
            return Optional.empty();
        }
    }

    private static int attempt(TaskView view) {
        Integer attempt = view.attempt();
        return attempt == null ? 0 : attempt;
    }

    @Override
    public void close() {
        redis.close();
        mongo.ifPresent(Mongo::close);
    }
}
