package dev.penstock.workers.http;

import dev.penstock.workers.adapter.ProviderLimits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer's headers say of rate limits. What cannot be read counts as not said. */
public final class RateHeaders {
    /** A window that is longer is not believed: nobody should be held back for days by a header. */
    private static final Duration MAX_RESET = Duration.ofHours(24);

    private static final Pattern PART = Pattern.compile("\\G([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|h|m|s)");

    private RateHeaders() {}

    /** {@code x-ratelimit-limit-requests} and so on, with times such as {@code 6m0s} or {@code 20ms}. */
    public static ProviderLimits openAi(AnswerHeaders headers) {
        return limits(headers, "x-ratelimit-%2$s-%1$s", "requests", "tokens", RateHeaders::duration);
    }

    /**
     * {@code anthropic-ratelimit-requests-limit} and so on, with points in time. Where tokens read and tokens made have limits of their own, those of
     * tokens read are meant: a worker's calls read more than they make.
     */
    public static ProviderLimits anthropic(AnswerHeaders headers, Instant now) {
        String tokens = headers.first("anthropic-ratelimit-tokens-limit").isEmpty() ? "input-tokens" : "tokens";
        return limits(headers, "anthropic-ratelimit-%1$s-%2$s", "requests", tokens, text -> until(text, now));
    }

    private static ProviderLimits limits(
            AnswerHeaders headers, String form, String requests, String tokens, Function<String, Duration> times) {
        return new ProviderLimits(
                number(headers.first(form.formatted(requests, "limit"))),
                number(headers.first(form.formatted(requests, "remaining"))),
                bounded(times.apply(headers.first(form.formatted(requests, "reset")))),
                number(headers.first(form.formatted(tokens, "limit"))),
                number(headers.first(form.formatted(tokens, "remaining"))),
                bounded(times.apply(headers.first(form.formatted(tokens, "reset")))));
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    }

    /** Such as {@code 1h2m3.5s}; zero where it is no such thing. */
    static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find()) {
            double count = Double.parseDouble(part.group(1));
            double millis =
                    switch (part.group(2)) {
                        case "h" -> count * 3_600_000;
                        case "m" -> count * 60_000;
                        case "s" -> count * 1_000;
                        default -> count;
                    };
            sum = sum.plusMillis((long) Math.ceil(Math.min(millis, MAX_RESET.toMillis())));
            end = part.end();
        }
        return end == text.length() ? sum : Duration.ZERO;
    }

    private static Duration until(String text, Instant now) {
        try {
            return Duration.between(now, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static Duration bounded(Duration time) {
        return time.isNegative() ? Duration.ZERO : time.compareTo(MAX_RESET) > 0 ? MAX_RESET : time;
    }
}
