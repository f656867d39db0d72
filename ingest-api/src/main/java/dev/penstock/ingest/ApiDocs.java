package dev.penstock.ingest;

import dev.penstock.ingest.deadletters.DeadLetterDocs;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.limits.LimitsDocs;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says beside the operations' own words: how to authenticate, and each problem that an operation can answer with. */
@Configuration(proxyBeanMethods = false)
class ApiDocs {
    private static final String KEY = "apiKey";

    private static final List<ProblemType> ALWAYS = List.of(
            ProblemType.MALFORMED_REQUEST,
            ProblemType.UNAUTHORIZED,
            ProblemType.INSUFFICIENT_SCOPE,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.INTERNAL_ERROR,
            ProblemType.UNAVAILABLE);

    private static final Map<String, List<ProblemType>> BY_OPERATION = Map.ofEntries(
            Map.entry(
                    "submitTask",
                    List.of(
                            ProblemType.IDEMPOTENCY_CONFLICT,
                            ProblemType.TOO_LARGE,
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            ProblemType.INVALID_REQUEST,
                            ProblemType.UNKNOWN_ROLE)),
            Map.entry("getTask", List.of(ProblemType.NOT_FOUND)),
            Map.entry("explainTask", List.of(ProblemType.NOT_FOUND)),
            Map.entry("listLanes", List.of(ProblemType.NOT_FOUND)),
            Map.entry("listTasks", List.<ProblemType>of()),
            Map.entry("cancelTask", List.of(ProblemType.NOT_FOUND, ProblemType.TASK_ALREADY_ENDED)),
            Map.entry(
                    "startCampaign",
                    List.of(
                            ProblemType.IDEMPOTENCY_CONFLICT,
                            ProblemType.TOO_LARGE,
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            ProblemType.INVALID_REQUEST,
                            ProblemType.UNKNOWN_ROLE)),
            Map.entry("getCampaign", List.of(ProblemType.NOT_FOUND)),
            Map.entry("listCampaigns", List.<ProblemType>of()),
            Map.entry("cancelCampaign", List.of(ProblemType.NOT_FOUND, ProblemType.CAMPAIGN_ALREADY_ENDED)),
            Map.entry(
                    "callBack",
                    List.of(
                            ProblemType.BAD_SIGNATURE,
                            ProblemType.NOT_FOUND,
                            ProblemType.CALLBACK_CONFLICT,
                            ProblemType.ATTEMPT_ENDED,
                            ProblemType.TOO_LARGE,
                            ProblemType.INVALID_REQUEST,
                            ProblemType.INVALID_OUTPUT,
                            ProblemType.TOO_MANY_CALLBACKS)),
            Map.entry("makeWebhookSecret", List.of(ProblemType.INVALID_REQUEST, ProblemType.NOT_SET_UP)),
            Map.entry("listWebhookSecrets", List.<ProblemType>of()),
            Map.entry("deleteWebhookSecret", List.of(ProblemType.NOT_FOUND)),
            Map.entry(
                    "putProviderKey",
                    List.of(ProblemType.NOT_FOUND, ProblemType.INVALID_REQUEST, ProblemType.NOT_SET_UP)),
            Map.entry("listProviderKeys", List.<ProblemType>of()),
            Map.entry("deleteProviderKey", List.of(ProblemType.NOT_FOUND)),
            Map.entry("streamEvents", List.of(ProblemType.EVENTS_GONE, ProblemType.TOO_MANY_STREAMS)));

    @Bean
    OpenApiCustomizer penstockDocs() {
        return ApiDocs::complete;
    }

    private static void complete(OpenAPI api) {
        api.setInfo(new Info()
                .title("Penstock")
                .version("v1")
                .description(
                        "Submit agent work, follow it, and get its results. Errors are RFC 9457 problems; each type's URI leads to a page about it.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
        api.setServers(List.of(new Server().url("/")));
        api.setSecurity(List.of(new SecurityRequirement().addList(KEY)));
        api.getComponents()
                .addSecuritySchemes(
                        KEY,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("pk_<keyId>_<secret>")
                                .description(
                                        "An API key of the tenant. Scopes: tasks:write, tasks:read, events:read, secrets:write, limits:read,"
                                                + " limits:write. An operator's key has the scope operator, and is for all tenants."))
                .addSchemas("Problem", problemSchema());
        api.getPaths().values().forEach(path -> path.readOperations().forEach(ApiDocs::problems));
    }

    private static void problems(Operation operation) {
        Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();
        ALWAYS.forEach(type -> byStatus.computeIfAbsent(type.status(), status -> new java.util.ArrayList<>())
                .add(type));
        String id = operation.getOperationId();
        BY_OPERATION
                .getOrDefault(
                        id, DeadLetterDocs.PROBLEMS.getOrDefault(id, LimitsDocs.PROBLEMS.getOrDefault(id, List.of())))
                .forEach(type -> byStatus.computeIfAbsent(type.status(), status -> new java.util.ArrayList<>())
                        .add(type));
        byStatus.forEach(
                (status, types) -> operation.getResponses().addApiResponse(status.toString(), response(types)));
    }

    private static ApiResponse response(List<ProblemType> types) {
        MediaType media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
        types.forEach(type -> media.addExamples(
                type.slug(),
                new Example().value(Problem.of(type, type.explanation()).document())));
        ApiResponse response = new ApiResponse()
                .description(String.join(
                        ", or: ", types.stream().map(ProblemType::title).toList()))
                .content(new Content().addMediaType(Problem.CONTENT_TYPE, media));
        switch (types.getFirst()) {
            case UNAUTHORIZED, INSUFFICIENT_SCOPE ->
                response.addHeaderObject("WWW-Authenticate", text("What is missing"));
            case UNAVAILABLE, TOO_MANY_STREAMS, TOO_MANY_REPLAYS ->
                response.addHeaderObject("Retry-After", text("Seconds to wait"));
            default -> {
                // No header of its own.
            }
        }
        return response;
    }

    private static Header text(String description) {
        return new Header().description(description).schema(new StringSchema());
    }

    private static Schema<?> problemSchema() {
        return new ObjectSchema()
                .description(
                        "RFC 9457 problem details; further members by type, such as the task of an idempotency conflict")
                .addProperty(
                        "type",
                        new StringSchema()
                                .description("What is wrong, relative to the API; a page about it is there")
                                .example("/problems/not-found"))
                .addProperty("title", new StringSchema().description("The type in words"))
                .addProperty("status", new IntegerSchema().description("The HTTP status"))
                .addProperty("detail", new StringSchema().description("On this very request"))
                .required(List.of("type", "title", "status", "detail"));
    }
}
