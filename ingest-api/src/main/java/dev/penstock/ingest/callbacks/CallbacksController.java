package dev.penstock.ingest.callbacks;

import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.OwnProof;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/callbacks}: for tenants' own runtimes. */
@RestController
@Tag(name = "Callbacks", description = "For runtimes of tenants' own: how an accepted task goes")
public class CallbacksController {
    private final Callbacks callbacks;
    private final Bodies bodies;

    public CallbacksController(Callbacks callbacks, Bodies bodies) {
        this.callbacks = callbacks;
        this.bodies = bodies;
    }

    @PostMapping(path = "/v1/callbacks/{token}", produces = MediaType.APPLICATION_JSON_VALUE)
    @OwnProof
    @SecurityRequirements
    @Operation(
            operationId = "callBack",
            summary = "Tell how an accepted task goes",
            description =
                    "The URL comes with the task. Signed with the tenant's webhook secret as Standard Webhooks says; no API key. progress extends the lease,"
                            + " complete and fail end the attempt. The same end again is answered as the first time; another one is a conflict. A complete"
                            + " whose output is not what the role has to make is refused with what is wrong, and may be sent again set right.",
            parameters = {
                @Parameter(
                        name = "webhook-id",
                        in = ParameterIn.HEADER,
                        required = true,
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "webhook-timestamp",
                        in = ParameterIn.HEADER,
                        required = true,
                        description = "Seconds since 1970-01-01T00:00Z; at most 5 minutes off",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "webhook-signature",
                        in = ParameterIn.HEADER,
                        required = true,
                        description =
                                "v1,<Base64 of HMAC-SHA256 over id.timestamp.body>; several may stand beside each other",
                        schema = @Schema(type = "string"))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = CallbackBody.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "complete",
                                                            value =
                                                                    "{\"type\": \"complete\", \"output\": \"Fresh bread, every day.\", \"usage\": {\"inputTokens\": 120, \"outputTokens\": 9}}"))))
    @ApiResponse(
            responseCode = "200",
            description = "The engine goes by it",
            content = @Content(schema = @Schema(implementation = CallbackAnswer.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It is durable; the engine has not spoken yet",
            content = @Content(schema = @Schema(implementation = CallbackAnswer.class)))
    public ResponseEntity<CallbackAnswer> take(
            @PathVariable("token") String token, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        CallbackAnswer answer = bodies.read(
                request,
                body -> callbacks.take(new Callbacks.Message(
                        token,
                        text(request.getHeader("webhook-id")),
                        text(request.getHeader("webhook-timestamp")),
                        text(request.getHeader("webhook-signature")),
                        body)));
        return ResponseEntity.status(answer.result().equals("accepted") ? 200 : 202)
                .body(answer);
    }

    private static String text(@Nullable String header) {
        return header == null ? "" : header;
    }
}
