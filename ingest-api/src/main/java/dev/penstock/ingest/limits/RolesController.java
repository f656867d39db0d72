package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.limits.Outcome.How;
import dev.penstock.ingest.tasks.IntakeTopics;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.RoleStanding;
import dev.penstock.schemas.v1.SlotRoles;
import dev.penstock.schemas.v1.Tier;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/roles}, for operators. */
@RestController
@RequestMapping(path = "/v1/roles", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(
        name = "Limits",
        description = "Plans, limits and pauses of tenants, lanes and roles: read, and changed while all runs")
public class RolesController {
    /** How long a change waits for all slots to have it. */
    private static final Duration EVERYWHERE = Duration.ofSeconds(4);

    private static final long PAUSE_MILLIS = 50;
    private static final String CAP = """
      {"maxConcurrent": 40, "reason": "the provider has cut our quota"}""";

    private final Engine engine;
    private final IntakeTopics topics;
    private final Bodies bodies;
    private final InstantSource clock;

    public RolesController(Engine engine, IntakeTopics topics, Bodies bodies, InstantSource clock) {
        this.engine = engine;
        this.topics = topics;
        this.bodies = bodies;
        this.clock = clock;
    }

    @GetMapping
    @RequiresScope(Scope.OPERATOR)
    @Operation(
            operationId = "listRoles",
            summary = "List roles",
            description =
                    "Limits across all tenants, and what runs in those slots of the engine that answer. For operators.")
    @ApiResponse(
            responseCode = "200",
            description = "All roles",
            content = @Content(schema = @Schema(implementation = RoleList.class)))
    public Object list() {
        List<String> roles = topics.roles();
        return new RoleList(roles.isEmpty() ? List.of() : views(roles));
    }

    @GetMapping("/{role}")
    @RequiresScope(Scope.OPERATOR)
    @Operation(
            operationId = "getRole",
            summary = "Look a role's limits up",
            description = "Limits across all tenants, what runs, and who changed them last. For operators.")
    @ApiResponse(
            responseCode = "200",
            description = "The role",
            headers = @Header(name = "ETag", description = "The version", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = RoleView.class)))
    public ResponseEntity<Object> get(@PathVariable("role") String role) {
        requireKnown(role);
        RoleView view = views(List.of(role)).getFirst();
        return ResponseEntity.ok().eTag("\"" + view.version() + "\"").body(view);
    }

    @PatchMapping("/{role}")
    @ChangeParameters
    @RequiresScope(Scope.OPERATOR)
    @Operation(
            operationId = "changeRole",
            summary = "Change a role's limits across tenants, enable, disable, pause, drain or resume it",
            description =
                    "Changes what the body names and nothing else; answered once every slot of the engine has put it in force. With If-Match it is for that"
                            + " version only. Lowering the cap ends nothing that runs. For operators.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = RolePatch.class),
                                            examples = @ExampleObject(name = "cap", value = CAP))))
    @ApiResponse(
            responseCode = "200",
            description = "It is in force, was so already, or is a dry run",
            headers = @Header(name = "ETag", description = "The version", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = RoleChange.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Handed over; not every slot of the engine has it yet",
            headers = @Header(name = "Location", description = "The role", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = RoleChange.class)))
    public ResponseEntity<Object> change(
            @PathVariable("role") String role, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        requireKnown(role);
        return bodies.read(request, body -> {
            Ask ask = Ask.of(request, "role\0" + role, body, clock.millis());
            return answer(role, ChangeLoop.run(new RoleSubject(engine, role, body), ask));
        });
    }

    private ResponseEntity<Object> answer(String role, Outcome<RoleStanding> outcome) {
        if (outcome.how() == How.DRY_RUN) {
            return ResponseEntity.ok(change(
                    outcome, How.DRY_RUN, RoleView.of(outcome.standing().getLimits(), List.of(), engine.slots())));
        }
        RoleView view = views(List.of(role)).getFirst();
        long deadline = System.nanoTime() + EVERYWHERE.toNanos();
        while (outcome.how() == How.APPLIED && view.slotsInForce() < view.slots() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            view = views(List.of(role)).getFirst();
        }
        if (outcome.how() == How.PENDING || view.slotsInForce() < view.slots()) {
            return ResponseEntity.accepted()
                    .location(URI.create("/v1/roles/" + role))
                    .body(change(outcome, How.PENDING, view));
        }
        return ResponseEntity.ok().eTag("\"" + view.version() + "\"").body(change(outcome, outcome.how(), view));
    }

    private static RoleChange change(Outcome<RoleStanding> outcome, How how, RoleView view) {
        return new RoleChange(
                how.name().toLowerCase(Locale.ROOT),
                outcome.id(),
                outcome.fields().stream().map(ChangeView.Field::of).toList(),
                view);
    }

    /** How roles stand: their limits by the slot that decides on them, what runs by all slots. */
    private List<RoleView> views(List<String> roles) {
        record Told(int slot, SlotRoles roles) {}
        List<Told> told = EverySlot.ask(
                engine.slots(), slot -> engine.queries().roles(slot, roles).map(found -> new Told(slot, found)));
        List<RoleView> views = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            int place = i;
            int decider = Slots.ofRole(roles.get(i), engine.slots());
            RoleStanding decided = told.stream()
                    .filter(one -> one.slot() == decider)
                    .map(one -> one.roles().getRoles(place))
                    .findFirst()
                    .orElseThrow(Engine::unavailable);
            views.add(RoleView.of(
                    decided.getLimits(),
                    told.stream().map(one -> one.roles().getRoles(place)).toList(),
                    engine.slots()));
        }
        return views;
    }

    private void requireKnown(String role) {
        if (!Roles.isValid(role) || !topics.exists(Topics.tasks(role, Tier.TIER_NORMAL))) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such role: none has intake topics by that name.")
                .exception();
    }
}
