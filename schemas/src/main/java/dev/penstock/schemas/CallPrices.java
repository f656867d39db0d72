package dev.penstock.schemas;

/** What a call comes to, and whether what it is said to have used can be believed: the same wherever it is reckoned. */
public final class CallPrices {
    /** More tokens of one kind than any single call can use; a provider that reports more is not believed. */
    public static final long MAX_TOKENS = 100_000_000;

    private static final long MILLION = 1_000_000;

    private CallPrices() {}

    /** @param inputTokens all of them, cached ones included */
    public static boolean isPlausible(long inputTokens, long cachedInputTokens, long outputTokens) {
        return inputTokens >= 0
                && inputTokens <= MAX_TOKENS
                && cachedInputTokens >= 0
                && cachedInputTokens <= inputTokens
                && outputTokens >= 0
                && outputTokens <= MAX_TOKENS;
    }

    /**
     * Micro-dollars of tokens, rounded half up.
     *
     * @param inputTokens all of them, cached ones included
     * @param inputMicros per million, as the other prices
     */
    public static long tokens(
            long inputTokens,
            long inputMicros,
            long cachedInputTokens,
            long cachedInputMicros,
            long outputTokens,
            long outputMicros) {
        long tokens = (inputTokens - cachedInputTokens) * inputMicros
                + cachedInputTokens * cachedInputMicros
                + outputTokens * outputMicros;
        return (tokens + MILLION / 2) / MILLION;
    }
}
