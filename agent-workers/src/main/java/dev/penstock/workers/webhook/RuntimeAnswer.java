package dev.penstock.workers.webhook;

import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Tokens;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a runtime answered at once. */
final class RuntimeAnswer {
    /** A runtime that asks for more is asked again after this long. */
    static final Duration MOST_RETRY_AFTER = Duration.ofHours(1);

    static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    /** As long as the engine lets a lease be. */
    static final Duration MOST_PATIENCE = Duration.ofHours(24);

    private static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RuntimeAnswer() {}

    /** 200: the output and what it took; figures that are left out are 0, and those that are no numbers are not believed. */
    static CallResult done(byte[] body, Answer answer) {
        JsonNode document;
        try {
            document = MAPPER.readTree(body);
        } catch (JacksonException e) {
            return CallResult.Failed.of(FailureKind.INVALID_RESPONSE, "The runtime's answer is no JSON");
        }
        JsonNode output = document.path("output");
        if (!document.isObject() || output.isMissingNode() || output.isNull()) {
            return CallResult.Failed.of(FailureKind.INVALID_RESPONSE, "The runtime's answer has no output");
        }
        JsonNode usage = document.path("usage");
        answer.used(new Tokens(
                figure(usage, "inputTokens"), figure(usage, "cachedInputTokens"), figure(usage, "outputTokens")));
        answer.append(output.isString() ? output.asString() : output.toString());
        answer.complete();
        return answer.defect().<CallResult>map(defect -> defect).orElseGet(CallResult.Answered::new);
    }

    /** 202: how long the runtime may be silent; what is not said, or cannot be read, is as usual. */
    static CallResult.Accepted accepted(byte[] body, Duration usual) {
        try {
            JsonNode seconds = MAPPER.readTree(body).path("patienceSeconds");
            if (seconds.isIntegralNumber() && seconds.canConvertToLong() && seconds.asLong() > 0) {
                Duration asked = Duration.ofSeconds(Math.min(seconds.asLong(), MOST_PATIENCE.toSeconds()));
                return new CallResult.Accepted(asked.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : asked);
            }
        } catch (JacksonException e) {
            return new CallResult.Accepted(usual);
        }
        return new CallResult.Accepted(usual);
    }

    /** Any other status. */
    static CallResult.Failed failed(int status, String retryAfter, Instant now) {
        FailureKind kind =
                switch (status) {
                    case 401 -> FailureKind.UNAUTHORIZED;
                    case 402 -> FailureKind.CREDIT_EXHAUSTED;
                    case 403 -> FailureKind.FORBIDDEN;
                    case 404, 410 -> FailureKind.NOT_FOUND;
                    case 408 -> FailureKind.TIMEOUT;
                    case 429 -> FailureKind.RATE_LIMITED;
                    case 503, 529 -> FailureKind.OVERLOADED;
                    default -> {
                        if (status >= 500) {
                            yield FailureKind.PROVIDER_ERROR;
                        }
                        yield status >= 400 ? FailureKind.INVALID_REQUEST : FailureKind.INVALID_RESPONSE;
                    }
                };
        boolean redirect = status >= 300 && status < 400;
        String message = "The runtime answered HTTP " + status + (redirect ? ", and redirects are not followed" : "");
        return new CallResult.Failed(kind, message, retryAfter(retryAfter, now));
    }

    private static long figure(JsonNode usage, String name) {
        JsonNode figure = usage.path(name);
        if (figure.isMissingNode() || figure.isNull()) {
            return 0;
        }
        return figure.isIntegralNumber() && figure.canConvertToLong() ? figure.asLong() : -1;
    }

    private static Duration retryAfter(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return bounded(Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST_RETRY_AFTER) > 0 ? MOST_RETRY_AFTER : wait;
    }
}
