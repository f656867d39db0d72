package dev.penstock.workers.pricing;

/**
 * What a model's tokens cost.
 *
 * @param inputMicros micro-dollars per million input tokens
 * @param outputMicros micro-dollars per million output tokens
 */
public record Price(long inputMicros, long outputMicros) {
    /** Most that a million tokens may cost: 10,000 dollars. With it and {@link #MAX_TOKENS}, no cost overflows. */
    public static final long MAX_MICROS = 10_000_000_000L;

    /** More tokens of one kind than any single call can use; a provider that reports more is not believed. */
    public static final long MAX_TOKENS = 100_000_000;

    private static final long MILLION = 1_000_000;

    public Price {
        if (inputMicros < 0 || inputMicros > MAX_MICROS || outputMicros < 0 || outputMicros > MAX_MICROS) {
            throw new IllegalArgumentException(
                    "A price is from 0 to " + MAX_MICROS + " micro-dollars per million tokens");
        }
    }

    /** Whether a provider may be believed that a call used this much. */
    public static boolean isPlausible(long inputTokens, long outputTokens) {
        return inputTokens >= 0 && inputTokens <= MAX_TOKENS && outputTokens >= 0 && outputTokens <= MAX_TOKENS;
    }

    /** Micro-dollars, rounded half up. */
    public long cost(long inputTokens, long outputTokens) {
        if (!isPlausible(inputTokens, outputTokens)) {
            throw new IllegalArgumentException("Tokens out of range: " + inputTokens + " in, " + outputTokens + " out");
        }
        return (inputTokens * inputMicros + outputTokens * outputMicros + MILLION / 2) / MILLION;
    }
}
