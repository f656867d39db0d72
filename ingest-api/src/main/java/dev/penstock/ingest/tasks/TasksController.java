package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.tasks.Submissions.Submission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/tasks}. Bodies are read by hand: within limits, and by the codec that the Kafka door uses too. */
@RestController
@RequestMapping(path = "/v1/tasks", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Tasks", description = "Submit, look up and cancel units of agent work")
public class TasksController {
    private static final String EXAMPLE = """
      {"role": "copywriter", "tier": "normal", "input": "Write three headlines for our spring sale of rain jackets.",
       "campaign": "spring-launch", "maxAttempts": 3, "labels": {"brand": "Acme"}}""";

    private final Submissions submissions;
    private final Lookups lookups;
    private final TaskRuns runs;
    private final Cancellations cancellations;
    private final Bodies bodies;

    public TasksController(
            Submissions submissions, Lookups lookups, TaskRuns runs, Cancellations cancellations, Bodies bodies) {
        this.submissions = submissions;
        this.lookups = lookups;
        this.runs = runs;
        this.cancellations = cancellations;
        this.bodies = bodies;
    }

    @PostMapping
    @RequiresScope(Scope.TASKS_WRITE)
    @Operation(
            operationId = "submitTask",
            summary = "Submit a task",
            description =
                    "Answered once the task is durable in Kafka. Whether it is accepted is told by its first event: accepted or rejected. With an"
                            + " Idempotency-Key it is safe to send it again: the same key and body always name the same task, for 24 h after its end.",
            parameters = {
                @Parameter(
                        name = "Idempotency-Key",
                        in = ParameterIn.HEADER,
                        description = "Any text of yours that is unique to this task; at most 200 characters",
                        example = "order-4711-headlines",
                        schema = @Schema(type = "string", maxLength = 200)),
                @Parameter(
                        name = "traceparent",
                        in = ParameterIn.HEADER,
                        description = "W3C trace context that the task carries on",
                        schema = @Schema(type = "string"))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            description =
                                    "At most 1 MiB. Also accepted as application/x-protobuf: a penstock.v1.TaskRequest.",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = TaskSubmission.class),
                                            examples = @ExampleObject(name = "headlines", value = EXAMPLE))))
    @ApiResponse(
            responseCode = "202",
            description = "Taken",
            headers = @Header(name = "Location", description = "The task", schema = @Schema(type = "string")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = SubmittedTask.class)))
    public ResponseEntity<SubmittedTask> submit(@Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Caller caller = Callers.of(request);
        SubmittedTask task = bodies.read(
                request,
                body -> submissions.submit(new Submission(
                        caller.tenant(),
                        request.getHeader("Idempotency-Key"),
                        body,
                        request.getContentType(),
                        request.getHeader("traceparent"))));
        return ResponseEntity.accepted()
                .location(URI.create(task.links().self()))
                .body(task);
    }

    @GetMapping("/{id}")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "getTask",
            summary = "Look a task up",
            description =
                    "As projected from the events, usually within a second of them. Another tenant's task is answered like an unknown one.")
    @ApiResponse(
            responseCode = "200",
            description = "The task",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    public TaskView get(@PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        return lookups.task(Callers.of(request).tenant(), TaskPaths.taskId(id));
    }

    @GetMapping
    @RequiresScope(Scope.TASKS_READ)
    @Operation(operationId = "listTasks", summary = "List tasks", description = "Newest first, without their output.")
    @ApiResponse(
            responseCode = "200",
            description = "Some tasks",
            content = @Content(schema = @Schema(implementation = TaskPage.class)))
    public TaskPage list(
            @Parameter(description = "Only tasks in this state", example = "RUNNING")
                    @RequestParam(name = "state", required = false)
                    @Nullable
                    String state,
            @Parameter(description = "Only tasks of this role", example = "copywriter")
                    @RequestParam(name = "role", required = false)
                    @Nullable
                    String role,
            @Parameter(
                            description = "At most so many",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
                    @RequestParam(name = "limit", required = false)
                    @Nullable
                    Integer limit,
            @Parameter(description = "The next of an earlier page")
                    @RequestParam(name = "before", required = false)
                    @Nullable
                    String before,
            @Parameter(hidden = true) HttpServletRequest request) {
        ListQuery query = ListQuery.of(state, role, limit, before);
        List<TaskView> found =
                runs.list(Callers.of(request).tenant(), query.state(), query.role(), query.before(), query.limit() + 1);
        return query.page(found);
    }

    @PostMapping("/{id}/cancel")
    @RequiresScope(Scope.TASKS_WRITE)
    @Operation(
            operationId = "cancelTask",
            summary = "Cancel a task",
            description =
                    "Answered once the wish is durable in Kafka. A waiting task ends as CANCELLED; one that runs ends so too, and its worker is told to stop."
                            + " When the task ends by itself first, it stays as it ended.")
    @ApiResponse(
            responseCode = "202",
            description = "Taken; the state is the one before",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = SubmittedTask.class)))
    public ResponseEntity<SubmittedTask> cancel(
            @PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        return ResponseEntity.accepted()
                .body(cancellations.cancel(Callers.of(request).tenant(), TaskPaths.taskId(id)));
    }
}
