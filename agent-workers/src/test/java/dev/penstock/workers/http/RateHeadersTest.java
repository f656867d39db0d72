package dev.penstock.workers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.workers.adapter.ProviderLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "20ms, PT0.02S",
        "6m0s, PT6M",
        "1h2m3.5s, PT1H2M3.5S",
        "8.64s, PT8.64S",
        "999999999h, PT24H",
        "soon, PT0S",
        "-5s, PT0S",
        "5, PT0S",
        "5s!, PT0S",
        "'', PT0S"
    })
    void shouldReadOpenAisDurations(String text, Duration expected) {
        assertThat(RateHeaders.duration(text)).isEqualTo(expected);
    }

    @Test
    void shouldReadAnthropicsTimes() {
        Map<String, String> headers = Map.of(
                "anthropic-ratelimit-requests-limit", "50",
                "anthropic-ratelimit-requests-remaining", "0",
                "anthropic-ratelimit-requests-reset", "2026-11-01T10:00:30Z",
                "anthropic-ratelimit-input-tokens-limit", "40000",
                "anthropic-ratelimit-input-tokens-remaining", "12000",
                "anthropic-ratelimit-input-tokens-reset", "2026-11-01T09:59:00Z");

        assertThat(RateHeaders.anthropic(name -> headers.getOrDefault(name, ""), NOW))
                .isEqualTo(new ProviderLimits(50, 0, Duration.ofSeconds(30), 40_000, 12_000, Duration.ZERO));
    }

    @Test
    void shouldTakeWhatItCannotReadForNotSaid() {
        assertThat(RateHeaders.openAi(name -> "many")).isEqualTo(ProviderLimits.UNKNOWN);
        assertThat(RateHeaders.openAi(AnswerHeaders.NONE)).isEqualTo(ProviderLimits.UNKNOWN);
        assertThat(RateHeaders.anthropic(name -> "-1", NOW)).isEqualTo(ProviderLimits.UNKNOWN);
    }
}
