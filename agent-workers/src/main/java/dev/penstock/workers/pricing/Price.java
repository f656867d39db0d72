package dev.penstock.workers.pricing;

import dev.penstock.schemas.CallPrices;

/**
 * What calls of a model cost.
 *
 * @param inputMicros micro-dollars per million input tokens that were not in the provider's cache
 * @param cachedInputMicros micro-dollars per million input tokens that were
 * @param outputMicros micro-dollars per million output tokens
 * @param callMicros micro-dollars per call, whatever it uses
 */
public record Price(long inputMicros, long cachedInputMicros, long outputMicros, long callMicros) {
    /** Most that a million tokens, or a call, may cost: 10,000 dollars. With it and {@link #MAX_TOKENS}, no cost overflows. */
    public static final long MAX_MICROS = 10_000_000_000L;

    /** More tokens of one kind than any single call can use; a provider that reports more is not believed. */
    public static final long MAX_TOKENS = CallPrices.MAX_TOKENS;

    public Price {
        check(inputMicros);
        check(cachedInputMicros);
        check(outputMicros);
        check(callMicros);
    }

    /** Of a model whose cached input costs as much as any. */
    public Price(long inputMicros, long outputMicros) {
        this(inputMicros, inputMicros, outputMicros, 0);
    }

    /**
     * Whether a provider may be believed that a call used this much.
     *
     * @param inputTokens all of them, cached ones included
     */
    public static boolean isPlausible(long inputTokens, long cachedInputTokens, long outputTokens) {
        return CallPrices.isPlausible(inputTokens, cachedInputTokens, outputTokens);
    }

    /**
     * Micro-dollars of one call, rounded half up.
     *
     * @param inputTokens all of them, cached ones included
     */
    public long cost(long inputTokens, long cachedInputTokens, long outputTokens) {
        if (!isPlausible(inputTokens, cachedInputTokens, outputTokens)) {
            throw new IllegalArgumentException("Tokens out of range: " + inputTokens + " in, " + cachedInputTokens
                    + " of them cached, " + outputTokens + " out");
        }
        return callMicros
                + CallPrices.tokens(
                        inputTokens, inputMicros, cachedInputTokens, cachedInputMicros, outputTokens, outputMicros);
    }

    private static void check(long micros) {
        if (micros < 0 || micros > MAX_MICROS) {
            throw new IllegalArgumentException("A price is from 0 to " + MAX_MICROS + " micro-dollars");
        }
    }
}
