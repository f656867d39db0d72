package dev.penstock.workers.role;

import java.util.List;

/**
 * A model and who runs it.
 *
 * @param provider an adapter's name
 * @param model as the provider names it
 */
public record ModelRef(String provider, String model) {
    public static final String ANTHROPIC = "anthropic";
    public static final String OPENAI = "openai";
    public static final String OLLAMA = "ollama";

    public static final List<String> PROVIDERS = List.of(ANTHROPIC, OPENAI, OLLAMA);

    /**
     * Reads {@code provider/model}, such as {@code anthropic/claude-sonnet-5-5}. What follows the first slash is the model's.
     *
     * @throws IllegalArgumentException when it is not that, saying what it should be
     */
    public static ModelRef parse(String text) {
        int slash = text.indexOf('/');
        String provider = slash < 0 ? "" : text.substring(0, slash);
        if (!PROVIDERS.contains(provider) || slash == text.length() - 1) {
            throw new IllegalArgumentException("'" + text + "' should be a provider and a model, such as "
                    + "anthropic/claude-sonnet-5-5; providers are " + String.join(", ", PROVIDERS));
        }
        return new ModelRef(provider, text.substring(slash + 1));
    }

    /** The same of a text that may leave the provider out: then it is {@code provider}'s. */
    public static ModelRef parse(String text, String provider) {
        return PROVIDERS.stream().anyMatch(known -> text.startsWith(known + "/"))
                ? parse(text)
                : new ModelRef(provider, text);
    }

    /** As {@code provider/model}. */
    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
