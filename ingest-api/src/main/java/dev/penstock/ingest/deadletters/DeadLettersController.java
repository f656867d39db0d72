package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.tasks.SubmittedTask;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/dead-letters}, and the replay of a single task. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Dead letters", description = "Tasks that are dead: of what, at which price, and their replay")
public class DeadLettersController {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final String REPLAYS = "/v1/dead-letters/replays/";
    private static final String EXAMPLE = """
      {"cause": "provider_error", "role": "copywriter", "perSecond": 10, "reason": "the provider is well again", "dryRun": false}""";

    private final DeadLetterTable table;
    private final Replays replays;
    private final ReplayCommands commands;
    private final Bodies bodies;
    private final Clock clock;
    private final Duration kept;

    /** @param kept how long the engine keeps a dead task whole */
    public DeadLettersController(
            DeadLetterTable table,
            Replays replays,
            ReplayCommands commands,
            Bodies bodies,
            Clock clock,
            Duration kept) {
        this.table = table;
        this.replays = replays;
        this.commands = commands;
        this.bodies = bodies;
        this.clock = clock;
        this.kept = kept;
    }

    @GetMapping("/v1/dead-letters")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "listDeadLetters",
            summary = "Dead tasks by cause",
            description =
                    "Counts of the dead tasks that can be replayed, by cause and role, with what replaying them is expected to cost. At most 500 groups.")
    @ApiResponse(
            responseCode = "200",
            description = "The groups",
            content = @Content(schema = @Schema(implementation = DeadLetters.class)))
    public DeadLetters groups(
            @Parameter(description = "Only tasks of this role", example = "copywriter")
                    @RequestParam(name = "role", required = false)
                    @Nullable
                    String role,
            @Parameter(description = "Only tasks that died of this", example = "provider_error")
                    @RequestParam(name = "cause", required = false)
                    @Nullable
                    String cause,
            @Parameter(description = "Only tasks of this campaign", example = "spring-launch")
                    @RequestParam(name = "campaign", required = false)
                    @Nullable
                    String campaign,
            @Parameter(description = "Only tasks that died then or later", example = "2026-01-31T12:00:00Z")
                    @RequestParam(name = "since", required = false)
                    @Nullable
                    String since,
            @Parameter(description = "Only tasks that died before then", example = "2026-01-31T13:00:00Z")
                    @RequestParam(name = "until", required = false)
                    @Nullable
                    String until,
            @Parameter(hidden = true) HttpServletRequest request) {
        Instant keptSince = clock.instant().minus(kept);
        List<DeadLetters.Group> groups = table.groups(
                Callers.of(request).tenant(), DeadLetterFilter.of(role, cause, campaign, since, until), keptSince);
        return new DeadLetters(
                groups.stream().mapToLong(DeadLetters.Group::count).sum(),
                groups.stream().mapToLong(DeadLetters.Group::priceMicros).sum(),
                keptSince,
                groups);
    }

    @GetMapping("/v1/dead-letters/tasks")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "listDeadTasks",
            summary = "Dead tasks one by one",
            description = "Those that can be replayed, last dead first.")
    @ApiResponse(
            responseCode = "200",
            description = "Some of them",
            content = @Content(schema = @Schema(implementation = DeadLetterPage.class)))
    public DeadLetterPage tasks(
            @Parameter(description = "Only tasks of this role", example = "copywriter")
                    @RequestParam(name = "role", required = false)
                    @Nullable
                    String role,
            @Parameter(description = "Only tasks that died of this", example = "provider_error")
                    @RequestParam(name = "cause", required = false)
                    @Nullable
                    String cause,
            @Parameter(description = "Only tasks of this campaign", example = "spring-launch")
                    @RequestParam(name = "campaign", required = false)
                    @Nullable
                    String campaign,
            @Parameter(description = "Only tasks that died then or later", example = "2026-01-31T12:00:00Z")
                    @RequestParam(name = "since", required = false)
                    @Nullable
                    String since,
            @Parameter(description = "Only tasks that died before then", example = "2026-01-31T13:00:00Z")
                    @RequestParam(name = "until", required = false)
                    @Nullable
                    String until,
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
        int wanted = limit == null ? DEFAULT_LIMIT : limit;
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "The parameter limit must be 1 to " + MAX_LIMIT + ".")
                    .exception();
        }
        List<DeadLetter> found = table.list(
                Callers.of(request).tenant(),
                DeadLetterFilter.of(role, cause, campaign, since, until),
                clock.instant().minus(kept),
                before == null ? null : DeadLetterPage.Before.of(before),
                wanted + 1);
        return DeadLetterPage.of(found, wanted);
    }

    @PostMapping("/v1/dead-letters/replay")
    @RequiresScope(Scope.TASKS_WRITE)
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Replay dead tasks",
            description =
                    "A dry run unless dryRun is false. Each task is queued again behind all others, as itself: with its id, its history and more attempts,"
                            + " under all limits. A tenant may have one replay under way; its progress is kept by the API process that took it, and lost"
                            + " with it, but not what it has asked for.",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = ReplayBody.class),
                                            examples = @ExampleObject(name = "by cause", value = EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "The dry run",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ReplayPreview.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Under way",
            headers = @Header(name = "Location", description = "Its progress", schema = @Schema(type = "string")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ReplayProgress.class)))
    public ResponseEntity<Object> replay(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        String tenant = Callers.of(request).tenant();
        ReplayRequest wanted = bodies.read(request, ReplayRequest::of);
        if (wanted.dryRun()) {
            return ResponseEntity.ok(replays.preview(tenant, wanted));
        }
        ReplayProgress begun = replays.start(tenant, wanted);
        return ResponseEntity.accepted()
                .location(URI.create(REPLAYS + begun.id()))
                .body(begun);
    }

    @GetMapping(REPLAYS + "{id}")
    @RequiresScope(Scope.TASKS_READ)
    @Operation(
            operationId = "getReplay",
            summary = "How far a replay has come",
            description =
                    "Known to the API process that took the replay, for the tenant's last 20. What became of the tasks is read from their rows, usually"
                            + " within a second of the events.")
    @ApiResponse(
            responseCode = "200",
            description = "Its progress",
            content = @Content(schema = @Schema(implementation = ReplayProgress.class)))
    public ReplayProgress progress(
            @PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        return replays.progress(Callers.of(request).tenant(), replayId(id)).orElseThrow(DeadLettersController::unknown);
    }

    @PostMapping("/v1/tasks/{id}/replay")
    @RequiresScope(Scope.TASKS_WRITE)
    @Operation(
            operationId = "replayTask",
            summary = "Replay a dead task",
            description =
                    "Answered once the wish is durable in Kafka. Whether the task is queued again is told by its next event: replayed or result-rejected.")
    @ApiResponse(
            responseCode = "202",
            description = "Taken; the state is the one before",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = SubmittedTask.class)))
    public ResponseEntity<SubmittedTask> replayOne(
            @PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        return ResponseEntity.accepted()
                .body(commands.replay(Callers.of(request).tenant(), id));
    }

    private static UUID replayId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static RuntimeException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such replay here.")
                .exception();
    }
}
