package dev.penstock.workers.adapter;

import java.time.Duration;

/**
 * What a provider's answer said of its rate limits. Each figure is -1, and each time {@link Duration#ZERO}, where it said nothing.
 *
 * @param requests calls that the account may make in the provider's window
 * @param requestsLeft those that are left
 * @param requestsReset until all of them are there again
 * @param tokens tokens that it may use in the window
 * @param tokensLeft those that are left
 * @param tokensReset until all of them are there again
 */
public record ProviderLimits(
        long requests, long requestsLeft, Duration requestsReset, long tokens, long tokensLeft, Duration tokensReset) {
    public static final ProviderLimits UNKNOWN = new ProviderLimits(-1, -1, Duration.ZERO, -1, -1, Duration.ZERO);
}
