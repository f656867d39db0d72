package dev.penstock.workers.limit;

/**
 * What a call will probably use of one limit.
 *
 * @param key names the limit, such as {@code acme:anthropic:tokens}; at most 200 characters
 * @param limit most that may be used within any minute, above 0
 * @param amount 0 or more
 */
public record Claim(String key, long limit, long amount) {
    public Claim {
        if (limit < 1 || amount < 0) {
            throw new IllegalArgumentException(
                    "Expected a limit above 0 and an amount of at least 0, but got " + limit + " and " + amount);
        }
    }
}
