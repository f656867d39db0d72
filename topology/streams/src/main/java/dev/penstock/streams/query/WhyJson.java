package dev.penstock.streams.query;

import dev.penstock.admission.Explanation;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Why a task does not run yet, in JSON. Times are ISO 8601 in UTC. */
final class WhyJson {
    private static final JsonFactory JSON = new JsonFactory();

    private WhyJson() {}

    /** @param closers who closed what the task is in */
    static byte[] of(Explanation why, Closers closers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("id", why.task().taskId().toString());
            json.writeStringProperty("role", why.task().role());
            json.writeStringProperty("tier", name(why.task().tier()));
            json.writeStringProperty("state", why.state());
            json.writeNumberProperty("attempt", why.attempt());
            json.writeNumberProperty("maxAttempts", why.maxAttempts());
            json.writeStringProperty("since", at(why.since()));
            json.writeStringProperty("now", at(why.now()));
            json.writeNumberProperty("ahead", why.ahead());
            HoldJson.write(json, why.holds(), why.task().role(), closers);
            Explanation.Prediction prediction = why.prediction();
            if (prediction != null) {
                json.writeObjectPropertyStart("prediction");
                json.writeStringProperty("startsAt", at(prediction.startsAt()));
                json.writeStringProperty("basis", name(prediction.basis()));
                json.writeNumberProperty("millisPerTask", Math.round(prediction.millisPerTask()));
                json.writeEndObject();
            }
            json.writeNumberProperty("configVersion", why.configVersion());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
