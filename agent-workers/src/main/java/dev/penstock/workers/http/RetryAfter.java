package dev.penstock.workers.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long a provider asks to be left alone: {@code retry-after-ms}, else {@code retry-after} in seconds or as a date. */
public final class RetryAfter {
    /** A provider that asks for more is asked again after this long. */
    static final Duration MAX = Duration.ofHours(1);

    private RetryAfter() {}

    /** Zero when it does not say, or says something that cannot be read. */
    public static Duration of(AnswerHeaders headers, Instant now) {
        String millis = headers.first("retry-after-ms");
        if (millis.matches("[0-9]{1,12}")) {
            return bounded(Duration.ofMillis(Long.parseLong(millis)));
        }
        String text = headers.first("retry-after");
        if (text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            return bounded(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000)));
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

    private static Duration bounded(Duration asked) {
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(MAX) > 0 ? MAX : asked;
    }
}
