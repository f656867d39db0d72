package dev.penstock.workers.adapter;

import dev.penstock.workers.pricing.Price;

/**
 * What a provider says that a call used. Whether it can be believed is for the recorder to say.
 *
 * @param input all that the model read, cached ones included
 * @param cachedInput those of {@code input} that came out of the provider's cache
 */
public record Tokens(long input, long cachedInput, long output) {
    public static final Tokens NONE = new Tokens(0, 0, 0);

    /** Of an answer that is whole and does not say what it used, or says something that is no number. Nobody believes it. */
    public static final Tokens UNKNOWN = new Tokens(-1, 0, -1);

    public Tokens(long input, long output) {
        this(input, 0, output);
    }

    /** Whether it can be so at all. */
    public boolean isPlausible() {
        return Price.isPlausible(input, cachedInput, output);
    }
}
