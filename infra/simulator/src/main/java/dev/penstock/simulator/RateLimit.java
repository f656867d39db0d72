package dev.penstock.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What each API key may use of a provider within any minute.
 *
 * @param provider only of {@code anthropic}, {@code openai} or {@code ollama}; null of each for itself
 * @param apiKey only this key; null each for itself
 * @param requestsPerMinute calls; null or 0 for no limit
 * @param tokensPerMinute tokens read and made together; null or 0 for no limit
 */
public record RateLimit(
        @Nullable String provider,
        @Nullable String apiKey,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute) {

    boolean matches(String callProvider, String key) {
        return (provider == null || provider.equals(callProvider)) && (apiKey == null || apiKey.equals(key));
    }

    int requests() {
        return requestsPerMinute == null ? 0 : requestsPerMinute;
    }

    int tokens() {
        return tokensPerMinute == null ? 0 : tokensPerMinute;
    }
}
