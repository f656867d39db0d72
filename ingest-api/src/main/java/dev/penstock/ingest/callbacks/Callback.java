package dev.penstock.ingest.callbacks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a runtime says, as the body of its callback. */
sealed interface Callback {
    /** Longest wait before another attempt that a runtime may ask for: a day. */
    long MAX_RETRY_AFTER_SECONDS = 86_400;

    /** Longest silence that it may ask for: a day, as the engine's longest lease. */
    long MAX_PATIENCE_SECONDS = 86_400;

    /**
     * It runs.
     *
     * @param patienceSeconds how long it may be silent from now on; empty for as long as before
     */
    record Progress(String message, Optional<Long> patienceSeconds) implements Callback {
        /** Both at once: the later words, and the longer patience. */
        Progress and(Progress later, long usualSeconds) {
            Optional<Long> longest = patienceSeconds.isEmpty() && later.patienceSeconds.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Math.max(patienceSeconds.orElse(usualSeconds), later.patienceSeconds.orElse(usualSeconds)));
            return new Progress(later.message.isEmpty() ? message : later.message, longest);
        }
    }

    record Complete(String output, Tokens tokens) implements Callback {}

    record Fail(String kind, String message, boolean retryable, long retryAfterSeconds, Tokens tokens)
            implements Callback {}

    /** What the runtime says that it used; a figure that is no whole number is -1, and so not believed. */
    record Tokens(long input, long cachedInput, long output) {}

    /** Ends with a problem when {@code body} is none. */
    static Callback read(byte[] body) {
        JsonNode document;
        try {
            document = Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "The body is no JSON.")
                    .exception();
        }
        return switch (document.path("type").asString("")) {
            case "progress" ->
                new Progress(
                        Texts.line(document.path("message").asString(""), Limits.MAX_MESSAGE_CHARS),
                        Json.seconds(document, "patienceSeconds", 1, MAX_PATIENCE_SECONDS));
            case "complete" -> new Complete(Json.output(document), Json.tokens(document));
            case "fail" ->
                new Fail(
                        Json.kind(document),
                        Texts.line(document.path("message").asString(""), Limits.MAX_MESSAGE_CHARS),
                        document.path("retryable").asBoolean(false),
                        Json.seconds(document, "retryAfterSeconds", 0, MAX_RETRY_AFTER_SECONDS)
                                .orElse(0L),
                        Json.tokens(document));
            default -> throw Json.invalid("type must be progress, complete or fail");
        };
    }

    /** How fields are read. */
    final class Json {
        private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(Limits.MAX_JSON_DEPTH)
                                .maxNumberLength(Limits.MAX_JSON_NUMBER_CHARS)
                                .maxNameLength(Limits.MAX_JSON_NAME_CHARS)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_]{0,63}");

        private Json() {}

        static RuntimeException invalid(String problem) {
            return Problem.of(ProblemType.INVALID_REQUEST, "The callback's " + problem + ".")
                    .exception();
        }

        private static String output(JsonNode document) {
            JsonNode output = document.path("output");
            if (output.isMissingNode() || output.isNull()) {
                throw invalid("output is missing");
            }
            String text = output.isString() ? output.asString() : output.toString();
            if (text.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_OUTPUT_BYTES) {
                throw invalid("output has more than " + Limits.MAX_OUTPUT_BYTES + " bytes");
            }
            return text;
        }

        private static String kind(JsonNode document) {
            String kind = document.path("kind").asString("runtime_error");
            if (!KIND.matcher(kind).matches()) {
                throw invalid("kind must be a lower-case letter and then up to 63 of a-z, 0-9 and _");
            }
            return kind;
        }

        private static Optional<Long> seconds(JsonNode document, String name, long least, long most) {
            JsonNode field = document.path(name);
            if (field.isMissingNode() || field.isNull()) {
                return Optional.empty();
            }
            if (!field.isIntegralNumber()
                    || !field.canConvertToLong()
                    || field.asLong() < least
                    || field.asLong() > most) {
                throw invalid(name + " must be a whole number from " + least + " to " + most);
            }
            return Optional.of(field.asLong());
        }

        private static Tokens tokens(JsonNode document) {
            JsonNode usage = document.path("usage");
            return new Tokens(
                    figure(usage, "inputTokens"), figure(usage, "cachedInputTokens"), figure(usage, "outputTokens"));
        }

        private static long figure(JsonNode usage, String name) {
            JsonNode figure = usage.path(name);
            if (figure.isMissingNode() || figure.isNull()) {
                return 0;
            }
            return figure.isIntegralNumber() && figure.canConvertToLong() ? figure.asLong() : -1;
        }
    }
}
