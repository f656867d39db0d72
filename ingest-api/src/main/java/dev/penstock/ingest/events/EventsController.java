package dev.penstock.ingest.events;

import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.http.RequiresScope;
import dev.penstock.ingest.keys.Scope;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/events}. */
@RestController
@Tag(name = "Events", description = "What happens to the tenant's tasks, as it happens")
public class EventsController {
    private static final String EXAMPLE = """
      : ready
      retry: 2000

      id: 41-1207
      event: accepted
      data: {"taskId":"0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d","role":"copywriter","tier":"normal","at":"2026-11-23T08:30:00.012Z","maxAttempts":3}

      id: 44-1219
      event: succeeded
      data: {"taskId":"0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d","role":"copywriter","tier":"normal","at":"2026-11-23T08:30:04.301Z","attempt":1,\
      "usage":{"inputTokens":412,"outputTokens":873,"costMicros":14331},"output":"..."}

      """;

    private final EventStreams streams;

    public EventsController(EventStreams streams) {
        this.streams = streams;
    }

    @GetMapping(path = "/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @RequiresScope(Scope.EVENTS_READ)
    @Operation(
            operationId = "streamEvents",
            summary = "Follow events",
            description =
                    "Server-sent events of the key's tenant in their one order. A frame's event is one of accepted, rejected, duplicate, conflict, granted, started,"
                            + " routed, progress, retry-scheduled, deferred, queued, succeeded, dead, cancelled, expired, result-rejected and configured; its data is a JSON object."
                            + " The stream begins with the comment 'ready': nothing that happens from then on is missed. Reconnecting with Last-Event-ID gives exactly"
                            + " what followed that frame, without gap or duplicate, on any instance. A comment comes every 15 s when nothing else does; a client that"
                            + " does not read is dropped.",
            parameters = {
                @Parameter(
                        name = "Last-Event-ID",
                        in = ParameterIn.HEADER,
                        description = "Id of the last frame that the client has; an EventSource sends it by itself",
                        example = "41-1207",
                        schema = @Schema(type = "string"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "The stream; it ends when the key is withdrawn or the instance stops",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "stream", value = EXAMPLE)))
    public void stream(
            @Parameter(description = "Only events of this task")
                    @RequestParam(name = "task", required = false)
                    @Nullable
                    String task,
            @Parameter(
                            description = "'start' begins at the oldest event that is retained",
                            schema = @Schema(type = "string", allowableValues = "start"))
                    @RequestParam(name = "from", required = false)
                    @Nullable
                    String from,
            @Parameter(description = "As the header, for clients that cannot set one")
                    @RequestParam(name = "lastEventId", required = false)
                    @Nullable
                    String lastEventId,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("GET")) {
            // Spring offers HEAD beside every GET; of an endless answer there is no head worth waiting for.
            throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, "The events can only be streamed with GET.")
                    .withHeader("Allow", "GET")
                    .exception();
        }
        if (from != null && !from.equals("start")) {
            throw malformed("The parameter from can only be 'start'.");
        }
        String header = request.getHeader("Last-Event-ID");
        EventId after = after(header != null ? header : lastEventId);
        // An EventSource reconnects to the same address: its last id wins over from.
        streams.serve(Callers.of(request), new EventStreams.Wanted(after, from != null, task(task)), response);
    }

    /** An empty id is none: so an EventSource has it before its first frame. */
    private static @Nullable EventId after(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : EventId.parse(text)
                        .orElseThrow(
                                () -> malformed("The last event's id must be the id of a frame, such as 41-1207."));
    }

    private static @Nullable UUID task(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw malformed("The parameter task must be a task's id.");
        }
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
