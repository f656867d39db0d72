package dev.penstock.schemas;

import dev.penstock.schemas.v1.TaskRequest;
import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** A task request as a JSON object: the fields of task.proto in lowerCamelCase, the tier by its name. */
final class TaskRequestJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(Limits.MAX_REQUEST_BYTES)
                    .maxNestingDepth(Limits.MAX_JSON_DEPTH)
                    .maxStringLength(Limits.MAX_REQUEST_BYTES)
                    .maxNumberLength(Limits.MAX_JSON_NUMBER_CHARS)
                    .maxNameLength(Limits.MAX_JSON_NAME_CHARS)
                    .build())
            .errorReportConfiguration(ErrorReportConfiguration.builder()
                    .maxErrorTokenLength(Texts.QUOTED_CHARS)
                    .maxRawContentLength(0)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // UTF-8 only; and names are the sender's to choose, so none of them is interned.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private static final Set<String> COMMON = Set.of(
            "maxAttempts",
            "labels",
            "estimateMicros",
            "notBeforeMillis",
            "startWithinMillis",
            "attemptTimeoutMillis",
            "endWithinMillis");

    /** Which fields a kind of document may have. */
    enum Form {
        TASK("tenant", "role", "tier", "idempotencyKey", "input", "campaign"),
        /** A planner's task, handed in over a door of its own. */
        CAMPAIGN("tenant", "idempotencyKey", "goal", "campaign"),
        /** A task within a plan. */
        PLANNED("role", "tier", "input");

        private final Set<String> own;

        Form(String... own) {
            this.own = Set.of(own);
        }

        private boolean has(String name) {
            return own.contains(name) || COMMON.contains(name);
        }
    }

    private final JsonParser parser;
    private final Form form;
    private final TaskRequest.Builder request = TaskRequest.newBuilder();

    TaskRequestJson(JsonParser parser, Form form) {
        this.parser = parser;
        this.form = form;
    }

    /** A parser with the limits that every document has. */
    static JsonParser parser(byte[] document) {
        return FACTORY.createParser(ObjectReadContext.empty(), document);
    }

    /** Reads {@code document} and hands the request, whose bounds are not checked yet, to {@code next}; refuses what cannot be read. */
    static DecodedRequest read(byte[] document, Form form, Function<TaskRequest, DecodedRequest> next) {
        try (JsonParser parser = parser(document)) {
            TaskRequestJson reader = new TaskRequestJson(parser, form);
            DecodedRequest.Refused refused = reader.object();
            return refused == null ? next.apply(reader.request.build()) : refused;
        } catch (JacksonException e) {
            return malformed("the value is not valid JSON: " + e.getOriginalMessage() + at(e));
        }
    }

    /** Fields in their proto order, those of default value absent, labels by key: equal requests give equal bytes. */
    static byte[] write(TaskRequest request) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(request.getInput().length() + 256);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            text(json, "tenant", request.getTenant());
            text(json, "role", request.getRole());
            text(json, "tier", request.getTierValue() == 0 ? "" : Topics.tierName(request.getTier()));
            text(json, "idempotencyKey", request.getIdempotencyKey());
            text(json, "input", request.getInput());
            text(json, "campaign", request.getCampaign());
            number(json, "maxAttempts", request.getMaxAttempts());
            if (request.getLabelsCount() > 0) {
                json.writeObjectPropertyStart("labels");
                new TreeMap<>(request.getLabelsMap()).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            number(json, "estimateMicros", request.getEstimateMicros());
            number(json, "notBeforeMillis", request.getNotBeforeMillis());
            number(json, "startWithinMillis", request.getStartWithinMillis());
            number(json, "attemptTimeoutMillis", request.getAttemptTimeoutMillis());
            number(json, "endWithinMillis", request.getEndWithinMillis());
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void number(JsonGenerator json, String name, long value) {
        if (value != 0) {
            json.writeNumberProperty(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private DecodedRequest.@Nullable Refused object() {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            return malformed(
                    "the value must be a JSON object but " + (first == null ? "is empty" : "is " + kind(first)));
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            DecodedRequest.Refused refused = member(parser.currentName(), parser.nextToken());
            if (refused != null) {
                return refused;
            }
        }
        return parser.nextToken() == null ? null : malformed("something follows the JSON object");
    }

    /** What was read so far; its bounds are not checked. */
    TaskRequest request() {
        return request.build();
    }

    /** Takes a member in, whose value the parser stands at. A null leaves a field unset, as in Protobuf's own JSON form, but its name must be one of ours. */
    DecodedRequest.@Nullable Refused member(String name, JsonToken value) {
        if (!form.has(name)) {
            return malformed("the field " + Texts.quoted(name) + " is unknown");
        }
        return value == JsonToken.VALUE_NULL ? null : field(name, value);
    }

    private DecodedRequest.@Nullable Refused field(String name, JsonToken value) {
        return switch (name) {
            case "tenant", "role", "tier", "idempotencyKey", "input", "goal", "campaign" ->
                value == JsonToken.VALUE_STRING ? text(name, parser.getString()) : wrongType(name, "a string", value);
            case "maxAttempts" ->
                value == JsonToken.VALUE_NUMBER_INT ? attempts() : wrongType(name, "a whole number", value);
            case "estimateMicros", "notBeforeMillis", "startWithinMillis", "attemptTimeoutMillis", "endWithinMillis" ->
                value == JsonToken.VALUE_NUMBER_INT ? number(name) : wrongType(name, "a whole number", value);
            case "labels" ->
                value == JsonToken.START_OBJECT ? labels() : wrongType(name, "an object of strings", value);
            default -> throw new IllegalStateException("No field: " + name);
        };
    }

    private DecodedRequest.@Nullable Refused text(String name, String value) {
        switch (name) {
            case "tenant" -> request.setTenant(value);
            case "role" -> request.setRole(value);
            case "tier" -> {
                var tier = Topics.tierNamed(value);
                if (tier.isEmpty()) {
                    return new DecodedRequest.Refused(
                            DeadLetterReason.INVALID,
                            "tier is " + Texts.quoted(value) + " but must be urgent, normal or batch");
                }
                request.setTier(tier.get());
            }
            case "idempotencyKey" -> request.setIdempotencyKey(value);
            case "input", "goal" -> request.setInput(value);
            case "campaign" -> request.setCampaign(value);
            default -> throw new IllegalStateException("No text field: " + name);
        }
        return null;
    }

    private DecodedRequest.@Nullable Refused attempts() {
        String digits = parser.getString();
        // Four digits and a sign are far over the limit and far under an int's, so that the rules' message can name the
        // number.
        if (digits.length() > 5) {
            return new DecodedRequest.Refused(
                    DeadLetterReason.INVALID,
                    "maxAttempts is " + Texts.quoted(digits) + " but must be 1 to " + Limits.MAX_ATTEMPTS
                            + ", or 0 for the default");
        }
        request.setMaxAttempts(Integer.parseInt(digits));
        return null;
    }

    private DecodedRequest.@Nullable Refused number(String name) {
        String digits = parser.getString();
        // 15 digits are over every limit and under a long's, so that the rules' message can name the number.
        if (digits.length() > 15) {
            return new DecodedRequest.Refused(
                    DeadLetterReason.INVALID, name + " is " + Texts.quoted(digits) + " and out of all bounds");
        }
        long number = Long.parseLong(digits);
        switch (name) {
            case "estimateMicros" -> request.setEstimateMicros(number);
            case "notBeforeMillis" -> request.setNotBeforeMillis(number);
            case "startWithinMillis" -> request.setStartWithinMillis(number);
            case "attemptTimeoutMillis" -> request.setAttemptTimeoutMillis(number);
            case "endWithinMillis" -> request.setEndWithinMillis(number);
            default -> throw new IllegalStateException("No number: " + name);
        }
        return null;
    }

    private DecodedRequest.@Nullable Refused labels() {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != JsonToken.VALUE_STRING) {
                return wrongType("the label " + Texts.quoted(key), "a string", value);
            }
            request.putLabels(key, parser.getString());
            if (request.getLabelsCount() > Limits.MAX_LABELS) {
                return new DecodedRequest.Refused(
                        DeadLetterReason.INVALID,
                        "labels has more than the " + Limits.MAX_LABELS + " entries it may have");
            }
        }
        return null;
    }

    private static DecodedRequest.Refused wrongType(String what, String wanted, JsonToken found) {
        return malformed(what + " must be " + wanted + " but is " + kind(found));
    }

    private static DecodedRequest.Refused malformed(String message) {
        return new DecodedRequest.Refused(DeadLetterReason.MALFORMED, message);
    }

    static String at(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
        };
    }
}
