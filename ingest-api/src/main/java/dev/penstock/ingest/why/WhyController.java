package dev.penstock.ingest.why;

import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.tasks.TaskPaths;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/tasks/{id}/why} and {@code /v1/lanes}. */
@RestController
@RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Why", description = "What keeps work from running, from the engine itself")
public class WhyController {
    private final Explanations explanations;

    public WhyController(Explanations explanations) {
        this.explanations = explanations;
    }

    @GetMapping("/tasks/{id}/why")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "explainTask",
            summary = "Why a task is not running yet",
            description =
                    "Which limits hold it, how full they are, how many tasks go first and when it is likely to start; or why it was refused, or how it"
                            + " ended. Told by the engine from its own state. Another tenant's task is answered like an unknown one.")
    @ApiResponse(
            responseCode = "200",
            description = "Why",
            content = @Content(schema = @Schema(implementation = TaskWhy.class)))
    public TaskWhy why(@PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        return explanations.why(Callers.of(request).tenant(), TaskPaths.taskId(id));
    }

    @GetMapping("/lanes")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "listLanes",
            summary = "How the tenant's lanes stand",
            description =
                    "Depth by tier, use of caps, the dispatch window and the age of the head of line of each lane that has work, and the tenant's own limits.")
    @ApiResponse(
            responseCode = "200",
            description = "The lanes that have work",
            content = @Content(schema = @Schema(implementation = LanesView.class)))
    public LanesView lanes(@Parameter(hidden = true) HttpServletRequest request) {
        return explanations.lanes(Callers.of(request).tenant());
    }
}
