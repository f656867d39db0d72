package dev.penstock.ingest.campaigns;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.tasks.Submissions;
import dev.penstock.schemas.v1.TaskRequest;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/campaigns}. */
@RestController
@RequestMapping(path = "/v1/campaigns", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Campaigns", description = "Have a goal planned and worked on, follow it as a whole, and stop it")
public class CampaignsController {
    private static final String EXAMPLE = """
      {"goal": "Sell 200 sourdough starter kits by the end of May.", "campaign": "spring-launch", "labels": {"brand": "Acme"}}""";

    private final Submissions submissions;
    private final Campaigns campaigns;
    private final CampaignCancellations cancellations;
    private final Bodies bodies;

    public CampaignsController(
            Submissions submissions, Campaigns campaigns, CampaignCancellations cancellations, Bodies bodies) {
        this.submissions = submissions;
        this.campaigns = campaigns;
        this.cancellations = cancellations;
        this.bodies = bodies;
    }

    @PostMapping
    @RequiresScope(Scope.TASKS_WRITE)
    @Operation(
            operationId = "startCampaign",
            summary = "Start a campaign",
            description =
                    "Submits a task of the role activity-planner, urgent, with the goal as its input. What it plans is taken in as tasks of the campaign when it"
                            + " succeeds. Answered once the task is durable in Kafka; safe to send again with an Idempotency-Key, as a task's submission is.",
            parameters =
                    @Parameter(
                            name = "Idempotency-Key",
                            in = ParameterIn.HEADER,
                            description = "Any text of yours that is unique to this campaign; at most 200 characters",
                            example = "spring-launch-1",
                            schema = @Schema(type = "string", maxLength = 200)),
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "At most 1 MiB.",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = CampaignSubmission.class),
                                            examples = @ExampleObject(name = "spring", value = EXAMPLE))))
    @ApiResponse(
            responseCode = "202",
            description = "Taken",
            headers = @Header(name = "Location", description = "The campaign", schema = @Schema(type = "string")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = SubmittedCampaign.class)))
    public ResponseEntity<SubmittedCampaign> start(@Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Caller caller = Callers.of(request);
        Submissions.Taken taken = bodies.read(
                request,
                body -> submissions.submitGoal(
                        new Submissions.Submission(
                                caller.tenant(),
                                request.getHeader("Idempotency-Key"),
                                body,
                                request.getContentType(),
                                request.getHeader("traceparent")),
                        CampaignsController::requireAddress));
        String name = Campaigns.name(taken.request().getCampaign(), taken.id());
        campaigns.note(caller.tenant(), name, taken.id());
        CampaignLinks links = CampaignLinks.of(name);
        return ResponseEntity.accepted()
                .location(URI.create(links.self()))
                .body(new SubmittedCampaign(name, "SUBMITTED", taken.id(), links));
    }

    @GetMapping("/{campaign}")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "getCampaign",
            summary = "Look a campaign up",
            description =
                    "Its figures and its tasks as a graph, as projected from the events, usually within a second of them. Another tenant's campaign is answered like"
                            + " an unknown one.")
    @ApiResponse(
            responseCode = "200",
            description = "The campaign",
            content = @Content(schema = @Schema(implementation = CampaignView.class)))
    public CampaignView get(
            @PathVariable("campaign") String campaign, @Parameter(hidden = true) HttpServletRequest request) {
        return campaigns.campaign(Callers.of(request).tenant(), campaign);
    }

    @GetMapping
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "listCampaigns",
            summary = "List campaigns",
            description = "Newest first, without their tasks.")
    @ApiResponse(
            responseCode = "200",
            description = "Some campaigns",
            content = @Content(schema = @Schema(implementation = CampaignPage.class)))
    public CampaignPage list(
            @Parameter(description = "Only campaigns in this state", example = "RUNNING")
                    @RequestParam(name = "state", required = false)
                    @Nullable
                    String state,
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
        CampaignQuery query = CampaignQuery.of(state, limit, before);
        return query.page(campaigns.list(Callers.of(request).tenant(), query));
    }

    @DeleteMapping("/{campaign}")
    @RequiresScope(Scope.TASKS_WRITE)
    @Operation(
            operationId = "cancelCampaign",
            summary = "Cancel a campaign",
            description =
                    "Answered once the wish is durable in Kafka. What its planners have planned, and they themselves, then end as CANCELLED where they are open; tasks that"
                            + " were submitted under its name go on.")
    @ApiResponse(
            responseCode = "202",
            description = "Taken; the state is the one before",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = CampaignView.class)))
    public ResponseEntity<CampaignView> cancel(
            @PathVariable("campaign") String campaign, @Parameter(hidden = true) HttpServletRequest request) {
        return ResponseEntity.accepted()
                .body(cancellations.cancel(Callers.of(request).tenant(), campaign));
    }

    /** A campaign is found under its name in a path, where not every name can stand. */
    private static void requireAddress(TaskRequest request) {
        String name = request.getCampaign();
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.equals(".") || name.equals("..")) {
            throw Problem.of(
                            ProblemType.INVALID_REQUEST,
                            "The campaign's name is part of its address: it holds no slash or backslash, and is not '.' or '..'.")
                    .exception();
        }
    }
}
