package dev.penstock.workers.webhook;

import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.Turn;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a runtime is sent, as JSON. */
final class TaskMessage {
    private static final JsonFactory FACTORY = new JsonFactory();

    private TaskMessage() {}

    /**
     * A task to run.
     *
     * @param callbackUrl where to say how it goes
     * @param patience how long the runtime may be silent, once it has accepted the task
     */
    static byte[] run(CallRequest request, String callbackUrl, Duration patience, Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("type", "task.run");
            json.writeStringProperty("tenant", request.origin().tenant());
            json.writeStringProperty("taskId", request.origin().taskId());
            json.writeNumberProperty("attempt", request.origin().attempt());
            json.writeStringProperty("role", request.origin().role());
            json.writeStringProperty("instructions", request.system());
            json.writeStringProperty("input", request.turns().getFirst().text());
            correction(request, json);
            json.writeStringProperty("answerBy", now.plus(request.timeout()).toString());
            json.writeObjectPropertyStart("callback");
            json.writeStringProperty("url", callbackUrl);
            json.writeNumberProperty("patienceSeconds", patience.toSeconds());
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** An attempt that is not wanted any more. */
    static byte[] stop(AttemptEnded ended) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("type", "task.stop");
            json.writeStringProperty("tenant", ended.getTenant());
            json.writeStringProperty("taskId", ended.getTaskId());
            json.writeNumberProperty("attempt", ended.getAttempt());
            json.writeStringProperty("role", ended.getRole());
            json.writeStringProperty("reason", ended.getReason());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** When the runtime's last answer was not what the role has to make: that answer, and what was wrong. */
    private static void correction(CallRequest request, JsonGenerator json) {
        if (request.turns().size() < 3) {
            return;
        }
        json.writeObjectPropertyStart("correction");
        for (Turn turn : request.turns().subList(1, request.turns().size())) {
            json.writeStringProperty(turn.speaker() == Turn.Speaker.USER ? "message" : "output", turn.text());
        }
        json.writeEndObject();
    }
}
