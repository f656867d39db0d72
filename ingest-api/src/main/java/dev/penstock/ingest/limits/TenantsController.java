package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.limits.Outcome.How;
import dev.penstock.ingest.why.EngineQueries.Reply;
import dev.penstock.schemas.ConfigRules;
import dev.penstock.schemas.v1.SlotTenants;
import dev.penstock.schemas.v1.TenantLine;
import dev.penstock.schemas.v1.TenantStanding;
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
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/tenants}. */
@RestController
@RequestMapping(path = "/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(
        name = "Limits",
        description = "Plans, limits and pauses of tenants, lanes and roles: read, and changed while all runs")
public class TenantsController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final String PAUSE = """
      {"flow": "paused", "reason": "the campaign is being reviewed"}""";
    private static final String LOWER = """
      {"monthlyBudgetMicros": 25000000, "roles": {"copywriter": {"maxConcurrent": 1}}}""";
    private static final String NEW = """
      {"tenant": "pro-winery", "plan": "pro", "monthlyBudgetMicros": 50000000}""";

    private final Engine engine;
    private final Bodies bodies;
    private final InstantSource clock;
    private final boolean insecureWebhooks;

    /** @param insecureWebhooks whether tenants' runtimes may be reached by plain HTTP */
    public TenantsController(Engine engine, Bodies bodies, InstantSource clock, boolean insecureWebhooks) {
        this.engine = engine;
        this.bodies = bodies;
        this.clock = clock;
        this.insecureWebhooks = insecureWebhooks;
    }

    @GetMapping
    @RequiresScope(Scope.OPERATOR)
    @Operation(
            operationId = "listTenants",
            summary = "List tenants",
            description = "By name, of those slots of the engine that answer. For operators.")
    @ApiResponse(
            responseCode = "200",
            description = "Some of them",
            content = @Content(schema = @Schema(implementation = TenantList.class)))
    public Object list(
            @Parameter(
                            description = "At most so many",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
                    @RequestParam(name = "limit", required = false)
                    @Nullable
                    Integer limit,
            @Parameter(description = "The next of an earlier page")
                    @RequestParam(name = "after", required = false)
                    @Nullable
                    String after) {
        int wanted = limit == null ? DEFAULT_LIMIT : limit;
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw PatchJson.malformed("The parameter limit must be 1 to " + MAX_LIMIT + ".");
        }
        String from = after == null ? "" : after;
        List<SlotTenants> slots =
                EverySlot.ask(engine.slots(), slot -> engine.queries().tenants(slot, wanted + 1, from));
        if (slots.isEmpty()) {
            throw Engine.unavailable();
        }
        List<TenantLine> found = slots.stream()
                .flatMap(slot -> slot.getTenantsList().stream())
                .sorted(Comparator.comparing(TenantLine::getTenant))
                .limit(wanted + 1)
                .toList();
        boolean more = found.size() > wanted;
        List<TenantLine> page = more ? found.subList(0, wanted) : found;
        return new TenantList(
                page.stream().map(TenantList.Line::of).toList(),
                more ? page.getLast().getTenant() : null);
    }

    @GetMapping("/{tenant}")
    @RequiresScope(Scope.LIMITS_READ)
    @Operation(
            operationId = "getTenant",
            summary = "Look a tenant's limits up",
            description =
                    "As they are in force in the engine, with what of them is in use and who changed them last. A tenant's key sees its own tenant, an operator's"
                            + " every one; another's is answered like an unknown one.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant",
            headers = @Header(name = "ETag", description = "The version", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = TenantView.class)))
    public ResponseEntity<Object> get(
            @PathVariable("tenant") String tenant, @Parameter(hidden = true) HttpServletRequest request) {
        requireVisible(Callers.of(request), tenant);
        return switch (engine.queries().standing(tenant)) {
            case Reply.Found(TenantStanding standing) ->
                ResponseEntity.ok().eTag(etag(standing)).body(TenantView.of(standing));
            case Reply.Unknown() -> throw TenantSubject.unknown();
            case Reply.Unavailable() -> throw Engine.unavailable();
        };
    }

    @PostMapping
    @RequiresScope(Scope.OPERATOR)
    @Operation(
            operationId = "createTenant",
            summary = "Create a tenant",
            description =
                    "With its plan's roles and caps, and whatever else is given. For operators. Answered once the engine knows it. It has no API key by that.",
            parameters = {
                @Parameter(
                        name = "Idempotency-Key",
                        in = ParameterIn.HEADER,
                        description = "The same key and body again is the same change; at most 200 characters",
                        schema = @Schema(type = "string", maxLength = 200)),
                @Parameter(
                        name = "dryRun",
                        in = ParameterIn.QUERY,
                        description = "Only tell what would be made",
                        schema = @Schema(type = "boolean", defaultValue = "false"))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            description =
                                    "A tenant's name (1 to 100 of a-z, 0-9 and '-'), plan, and fields of TenantPatch",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = NewTenant.class),
                                            examples = @ExampleObject(name = "with a budget", value = NEW))))
    @ApiResponse(
            responseCode = "201",
            description = "It is in force; 200 for a dry run",
            headers = @Header(name = "Location", description = "The tenant", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = TenantChange.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Handed over; the engine has not come to it yet",
            content = @Content(schema = @Schema(implementation = TenantChange.class)))
    public ResponseEntity<Object> create(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        return bodies.read(request, body -> {
            Set<String> fields = new HashSet<>(TenantEdit.FIELDS);
            fields.add("tenant");
            PatchJson patch = PatchJson.of(body, fields);
            String tenant = patch.text("tenant", Integer.MAX_VALUE).orElse("");
            if (!ConfigRules.isTenant(tenant)) {
                throw PatchJson.invalid("tenant must be a name: 1 to 100 characters of a-z, 0-9 and '-'.");
            }
            if (!patch.has("plan")) {
                throw PatchJson.invalid("plan is missing: free, pro, agency or enterprise.");
            }
            Ask ask = Ask.of(request, "tenant\0" + tenant, body, clock.millis());
            Outcome<TenantStanding> outcome = ChangeLoop.run(
                    TenantSubject.fresh(
                            engine,
                            tenant,
                            (before, asked) -> TenantEdit.ofNew(patch, before, asked, insecureWebhooks)),
                    ask);
            return answer(outcome, outcome.how() == How.APPLIED ? 201 : 200, tenant);
        });
    }

    @PatchMapping("/{tenant}")
    @ChangeParameters
    @RequiresScope(Scope.LIMITS_WRITE)
    @Operation(
            operationId = "changeTenant",
            summary = "Change a tenant's limits, pause, drain or resume it or its lanes",
            description =
                    "Changes what the body names and nothing else, in one step; answered once the engine has put it in force. With If-Match it is for that version"
                            + " only; without, it is made on top of whatever came before. Lowering a cap ends nothing that runs.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = TenantPatch.class),
                                            examples = {
                                                @ExampleObject(name = "pause", value = PAUSE),
                                                @ExampleObject(name = "lower", value = LOWER)
                                            })))
    @ApiResponse(
            responseCode = "200",
            description = "It is in force, was so already, or is a dry run",
            headers = @Header(name = "ETag", description = "The version", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = TenantChange.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Handed over; the engine has not come to it yet",
            headers = @Header(name = "Location", description = "The tenant", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = TenantChange.class)))
    public ResponseEntity<Object> change(
            @PathVariable("tenant") String tenant, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        requireVisible(Callers.of(request), tenant);
        return bodies.read(request, body -> {
            Ask ask = Ask.of(request, "tenant\0" + tenant, body, clock.millis());
            Outcome<TenantStanding> outcome = ChangeLoop.run(
                    TenantSubject.known(
                            engine, tenant, (before, asked) -> TenantEdit.of(body, before, asked, insecureWebhooks)),
                    ask);
            return answer(outcome, 200, tenant);
        });
    }

    private static ResponseEntity<Object> answer(Outcome<TenantStanding> outcome, int status, String tenant) {
        TenantChange change = new TenantChange(
                outcome.how().name().toLowerCase(Locale.ROOT),
                outcome.id(),
                outcome.fields().stream().map(ChangeView.Field::of).toList(),
                TenantView.of(outcome.standing()));
        URI location = URI.create("/v1/tenants/" + tenant);
        if (outcome.how() == How.PENDING) {
            return ResponseEntity.accepted().location(location).body(change);
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == 201) {
            answer.location(location);
        }
        return outcome.how() == How.DRY_RUN
                ? answer.body(change)
                : answer.eTag(etag(outcome.standing())).body(change);
    }

    private static void requireVisible(Caller caller, String tenant) {
        if (!ConfigRules.isTenant(tenant)
                || !caller.isOperator() && !caller.tenant().equals(tenant)) {
            throw TenantSubject.unknown();
        }
    }

    private static String etag(TenantStanding standing) {
        return "\"" + standing.getConfig().getVersion() + "\"";
    }
}
