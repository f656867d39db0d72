package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody wants replayed, checked.
 *
 * @param maxTasks 1 to {@link #MAX_TASKS}
 * @param perSecond 1 to {@link #MAX_PER_SECOND}
 */
record ReplayRequest(DeadLetterFilter filter, String reason, int maxTasks, int perSecond, boolean dryRun) {
    static final int MAX_TASKS = 10_000;
    static final int DEFAULT_TASKS = 1_000;
    static final int MAX_PER_SECOND = 200;
    static final int DEFAULT_PER_SECOND = 20;
    static final int MAX_REASON_CHARS = 200;
    static final String DEFAULT_REASON = "requested";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> FIELDS =
            Set.of("role", "cause", "campaign", "since", "until", "reason", "maxTasks", "perSecond", "dryRun");

    /** Reads a body; an empty one asks for a dry run over all dead tasks. */
    static ReplayRequest of(byte[] body) {
        JsonNode json = body.length == 0 ? JSON.createObjectNode() : parse(body);
        if (!json.isObject()) {
            throw malformed("The body must be a JSON object.");
        }
        for (String name : json.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw malformed("The field '" + name + "' is unknown.");
            }
        }
        String reason = text(json, "reason");
        if (reason != null && reason.length() > MAX_REASON_CHARS) {
            throw invalid("reason may have at most " + MAX_REASON_CHARS + " characters.");
        }
        return new ReplayRequest(
                DeadLetterFilter.of(
                        text(json, "role"),
                        text(json, "cause"),
                        text(json, "campaign"),
                        text(json, "since"),
                        text(json, "until")),
                reason == null || reason.isBlank() ? DEFAULT_REASON : reason,
                number(json, "maxTasks", DEFAULT_TASKS, MAX_TASKS),
                number(json, "perSecond", DEFAULT_PER_SECOND, MAX_PER_SECOND),
                flag(json));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw malformed("The body is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw malformed(name + " must be a string.");
        }
        return value.stringValue();
    }

    private static int number(JsonNode json, String name, int fallback, int max) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isIntegralNumber()) {
            throw malformed(name + " must be a whole number.");
        }
        if (!value.canConvertToInt() || value.intValue() < 1 || value.intValue() > max) {
            throw invalid(name + " must be 1 to " + max + ".");
        }
        return value.intValue();
    }

    private static boolean flag(JsonNode json) {
        JsonNode value = json.path("dryRun");
        if (value.isMissingNode() || value.isNull()) {
            return true;
        }
        if (!value.isBoolean()) {
            throw malformed("dryRun must be true or false.");
        }
        return value.booleanValue();
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(ProblemType.INVALID_REQUEST, detail).exception();
    }
}
