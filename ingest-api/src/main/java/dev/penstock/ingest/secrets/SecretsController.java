package dev.penstock.ingest.secrets;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /v1/webhook-secrets} and {@code /v1/provider-keys}. */
@RestController
@Tag(name = "Secrets", description = "What a tenant entrusts to Penstock: written, and never shown again")
public class SecretsController {
    private static final Set<String> PROVIDERS = Set.of("anthropic", "openai");
    private static final long DAY_SECONDS = 86_400;
    private static final long WEEK_SECONDS = 7 * DAY_SECONDS;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,500}");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final WebhookSecrets secrets;
    private final ProviderKeyTable keys;
    private final Bodies bodies;

    public SecretsController(WebhookSecrets secrets, ProviderKeyTable keys, Bodies bodies) {
        this.secrets = secrets;
        this.keys = keys;
        this.bodies = bodies;
    }

    @PostMapping(path = "/v1/webhook-secrets", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresScope(Scope.SECRETS_WRITE)
    @Operation(
            operationId = "makeWebhookSecret",
            summary = "Make a webhook secret",
            description =
                    "Generated here and shown this once. Messages are signed with every secret that holds, and may be signed with any of them, so a runtime can"
                            + " change over while both do.",
            requestBody =
                    @RequestBody(content = @Content(schema = @Schema(implementation = SecretViews.Rotation.class))))
    @ApiResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = SecretViews.NewSecret.class)))
    public ResponseEntity<SecretViews.NewSecret> make(@Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        Duration overlap = bodies.read(request, SecretsController::overlap);
        return ResponseEntity.status(201).body(secrets.make(Callers.of(request).tenant(), overlap));
    }

    @GetMapping(path = "/v1/webhook-secrets", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresScope(Scope.SECRETS_WRITE)
    @Operation(
            operationId = "listWebhookSecrets",
            summary = "List webhook secrets",
            description = "Without the secrets.")
    public SecretViews.Secrets list(@Parameter(hidden = true) HttpServletRequest request) {
        return new SecretViews.Secrets(secrets.list(Callers.of(request).tenant()));
    }

    @DeleteMapping("/v1/webhook-secrets/{id}")
    @RequiresScope(Scope.SECRETS_WRITE)
    @Operation(
            operationId = "deleteWebhookSecret",
            summary = "Withdraw a webhook secret",
            description =
                    "Callbacks signed with it are refused at once; requests to runtimes within 5 seconds no longer bear it.")
    @ApiResponse(responseCode = "204", description = "Withdrawn")
    public ResponseEntity<Void> delete(
            @PathVariable("id") String id, @Parameter(hidden = true) HttpServletRequest request) {
        if (!secrets.delete(Callers.of(request).tenant(), id)) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no such secret.").exception();
        }
        return ResponseEntity.noContent().build();
    }

    @PutMapping(path = "/v1/provider-keys/{provider}", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresScope(Scope.SECRETS_WRITE)
    @Operation(
            operationId = "putProviderKey",
            summary = "Set a key of your own to a provider",
            description =
                    "The tenant's tasks run on its own account there within 5 seconds. The key is sealed so that workers alone can open it, and is never shown.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = SecretViews.NewProviderKey.class))))
    public SecretViews.ProviderKey putKey(
            @PathVariable("provider") String provider, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        String known = provider(provider);
        String key = bodies.read(request, SecretsController::key);
        return keys.put(Callers.of(request).tenant(), known, key);
    }

    @GetMapping(path = "/v1/provider-keys", produces = MediaType.APPLICATION_JSON_VALUE)
    @RequiresScope(Scope.SECRETS_WRITE)
    @Operation(operationId = "listProviderKeys", summary = "List keys to providers", description = "Without the keys.")
    public SecretViews.ProviderKeyList listKeys(@Parameter(hidden = true) HttpServletRequest request) {
        return new SecretViews.ProviderKeyList(keys.list(Callers.of(request).tenant()));
    }

    @DeleteMapping("/v1/provider-keys/{provider}")
    @RequiresScope(Scope.SECRETS_WRITE)
    @Operation(
            operationId = "deleteProviderKey",
            summary = "Withdraw a key to a provider",
            description =
                    "Within 5 seconds no call is begun with it; the tenant's tasks run on the installation's account again.")
    @ApiResponse(responseCode = "204", description = "Withdrawn")
    public ResponseEntity<Void> deleteKey(
            @PathVariable("provider") String provider, @Parameter(hidden = true) HttpServletRequest request) {
        if (!keys.delete(Callers.of(request).tenant(), provider(provider))) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no such key.").exception();
        }
        return ResponseEntity.noContent().build();
    }

    private static String provider(String name) {
        if (!PROVIDERS.contains(name)) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no such provider to have a key of.")
                    .exception();
        }
        return name;
    }

    private static Duration overlap(byte[] body) {
        if (body.length == 0) {
            return Duration.ofSeconds(DAY_SECONDS);
        }
        JsonNode seconds = parse(body).path("overlapSeconds");
        if (seconds.isMissingNode()) {
            return Duration.ofSeconds(DAY_SECONDS);
        }
        if (!seconds.isInt() || seconds.asInt() < 0 || seconds.asInt() > WEEK_SECONDS) {
            throw Problem.of(ProblemType.INVALID_REQUEST, "overlapSeconds must be 0 to " + WEEK_SECONDS + ".")
                    .exception();
        }
        return Duration.ofSeconds(seconds.asInt());
    }

    private static String key(byte[] body) {
        String key = parse(body).path("key").asString("");
        if (!KEY.matcher(key).matches()) {
            throw Problem.of(
                            ProblemType.INVALID_REQUEST,
                            "key must be 8 to 500 printable ASCII characters without spaces.")
                    .exception();
        }
        return key;
    }

    /** Tells nothing of the body, which may hold a key. */
    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "The body is no JSON.")
                    .exception();
        }
    }
}
