package dev.penstock.ingest.output;

import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.tasks.TaskPaths;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/tasks/{id}/stream} and {@code /v1/tasks/{id}/output}. */
@RestController
@Tag(name = "Output", description = "What a task's agent makes, while it makes it and when it is done")
public class OutputController {
    private static final String EXAMPLE = """
      : ready
      retry: 2000

      id: 1-1-1764232200012
      event: chunk
      data: {"attempt":1,"text":"Rain or shine,"}

      id: 1-2-1764232200012
      event: chunk
      data: {"attempt":1,"text":" our bread is at your door by seven."}

      id: 1-end
      event: end
      data: {"state":"SUCCEEDED","attempt":1,"bytes":50,"sha256":"..."}

      """;

    private final TaskOutputs outputs;

    public OutputController(TaskOutputs outputs) {
        this.outputs = outputs;
    }

    @GetMapping(path = "/v1/tasks/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "streamOutput",
            summary = "Watch a task's output while it is made",
            description =
                    "Server-sent events. The texts of the chunks, put together, are what the agent has made so far. A restart says that everything before it is void, as"
                            + " another call or attempt has begun. The end comes once the task has ended: when it succeeded, the texts since the last restart are its output byte by"
                            + " byte, of the length and SHA-256 that the end tells; otherwise they are void. Reconnecting with Last-Event-ID, to any instance, gives what followed"
                            + " that frame, or a restart where that cannot be told any more. Of a task that has ended long ago the output comes in one chunk. A reconnect"
                            + " after the end is answered with 204, which makes an EventSource stop. Another tenant's task is answered like an unknown one.",
            parameters = {
                @Parameter(
                        name = "Last-Event-ID",
                        in = ParameterIn.HEADER,
                        description = "Id of the last frame that the client has; an EventSource sends it by itself",
                        example = "1-2-1764232200012",
                        schema = @Schema(type = "string"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "The stream; it ends with the task, and when the key is withdrawn or the instance stops",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "stream", value = EXAMPLE)))
    @ApiResponse(responseCode = "204", description = "The client has everything", content = @Content)
    public void stream(
            @PathVariable("id") String id,
            @Parameter(description = "As the header, for clients that cannot set one; <attempt>-<number> is enough")
                    @RequestParam(name = "after", required = false)
                    @Nullable
                    String after,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("GET")) {
            // A HEAD that hung on for ever would be of no use to anybody.
            throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, "Use GET.")
                    .withHeader("Allow", "GET")
                    .exception();
        }
        String header = request.getHeader("Last-Event-ID");
        outputs.serve(Callers.of(request), TaskPaths.taskId(id), mark(header != null ? header : after), response);
    }

    @GetMapping(path = "/v1/tasks/{id}/output", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "getOutput",
            summary = "What a task has made",
            description = "Of a task that succeeded. Another tenant's task is answered like an unknown one.")
    @ApiResponse(
            responseCode = "200",
            description = "The output",
            content = @Content(schema = @Schema(implementation = Deliverable.class)))
    public Deliverable output(@PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        return outputs.deliverable(Callers.of(request).tenant(), TaskPaths.taskId(id));
    }

    /** An empty id is none: so an EventSource has it before its first frame. */
    private static @Nullable Mark mark(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : Mark.parse(text).orElseThrow(() -> Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "The last event's id must be the id of a frame, such as 1-2-1764232200012.")
                        .exception());
    }
}
