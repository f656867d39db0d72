package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.schemas.v1.Flow;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON merge patch (RFC 7396), read strictly: what it does not name stays, null takes a limit away, and a name that is not known is refused. */
final class PatchJson {
    static final int MAX_REASON_CHARS = 200;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String prefix;
    private final JsonNode json;

    private PatchJson(String prefix, JsonNode json) {
        this.prefix = prefix;
        this.json = json;
    }

    /** @param known names that it may have */
    static PatchJson of(byte[] body, Set<String> known) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            throw malformed("The body is not valid JSON: " + e.getOriginalMessage());
        }
        return new PatchJson("", json).checked(known);
    }

    private PatchJson checked(Set<String> known) {
        if (!json.isObject()) {
            throw malformed(prefix.isEmpty() ? "The body must be a JSON object." : prefix + " must be an object.");
        }
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw malformed("The field '" + prefix + name + "' is unknown; known are "
                        + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
        return this;
    }

    boolean has(String name) {
        return json.has(name);
    }

    boolean isNull(String name) {
        return json.path(name).isNull();
    }

    Collection<String> names() {
        return json.propertyNames();
    }

    /** The object {@code name}; an empty one when it is not there. */
    PatchJson object(String name) {
        return new PatchJson(prefix + name + ".", json.has(name) ? json.path(name) : JSON.createObjectNode());
    }

    PatchJson object(String name, Set<String> known) {
        return object(name).checked(known);
    }

    /** An object whose names are the sender's. */
    PatchJson map(String name) {
        PatchJson map = object(name);
        if (!map.json.isObject()) {
            throw malformed(prefix + name + " must be an object.");
        }
        return map;
    }

    /** A whole number of 0 to {@code max}; null counts as 0. */
    OptionalLong number(String name, long max) {
        if (!json.has(name)) {
            return OptionalLong.empty();
        }
        JsonNode value = json.path(name);
        if (value.isNull()) {
            return OptionalLong.of(0);
        }
        if (!value.isIntegralNumber()) {
            throw malformed(prefix + name + " must be a whole number.");
        }
        if (!value.canConvertToLong() || value.longValue() < 0 || value.longValue() > max) {
            throw invalid(prefix + name + " is " + value.asString() + " but must be 0 to " + max + ".");
        }
        return OptionalLong.of(value.longValue());
    }

    /** A text of at most {@code max} characters; null counts as the empty one. */
    Optional<String> text(String name, int max) {
        if (!json.has(name)) {
            return Optional.empty();
        }
        JsonNode value = json.path(name);
        if (value.isNull()) {
            return Optional.of("");
        }
        if (!value.isString()) {
            throw malformed(prefix + name + " must be a string.");
        }
        if (value.stringValue().length() > max) {
            throw invalid(prefix + name + " may have at most " + max + " characters.");
        }
        return Optional.of(value.stringValue());
    }

    Optional<Boolean> flag(String name) {
        if (!json.has(name)) {
            return Optional.empty();
        }
        JsonNode value = json.path(name);
        if (!value.isBoolean()) {
            throw malformed(prefix + name + " must be true or false.");
        }
        return Optional.of(value.booleanValue());
    }

    Optional<Flow> flow(String name) {
        return text(name, Integer.MAX_VALUE).map(text -> switch (text) {
            case "open" -> Flow.FLOW_UNSPECIFIED;
            case "paused" -> Flow.FLOW_PAUSED;
            case "draining" -> Flow.FLOW_DRAINING;
            default -> throw invalid(prefix + name + " must be open, paused or draining.");
        });
    }

    /** Why the change is made. */
    String reason() {
        return text("reason", MAX_REASON_CHARS).orElse("").strip();
    }

    static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }

    static ProblemException invalid(String detail) {
        return Problem.of(ProblemType.INVALID_REQUEST, detail).exception();
    }
}
