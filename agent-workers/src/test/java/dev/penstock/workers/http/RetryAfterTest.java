package dev.penstock.workers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2, PT2S",
        "0, PT0S",
        "1.5, PT1.5S",
        "999999, PT1H",
        "'Sun, 01 Nov 2026 10:00:30 GMT', PT30S",
        "'Sun, 01 Nov 2026 09:00:00 GMT', PT0S",
        "soon, PT0S",
        "-3, PT0S",
        "'', PT0S"
    })
    void shouldReadSecondsAndDates(String value, Duration expected) {
        assertThat(RetryAfter.of(name -> name.equals("retry-after") ? value : "", NOW))
                .isEqualTo(expected);
    }

    @Test
    void shouldPreferMilliseconds() {
        assertThat(RetryAfter.of(name -> name.equals("retry-after-ms") ? "1250" : "2", NOW))
                .isEqualTo(Duration.ofMillis(1250));
    }

    @Test
    void shouldAskForNothingWithoutTheHeader() {
        assertThat(RetryAfter.of(AnswerHeaders.NONE, NOW)).isZero();
    }
}
