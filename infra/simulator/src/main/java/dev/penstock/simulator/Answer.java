package dev.penstock.simulator;

import java.util.List;
import java.util.Objects;

/**
 * What the model answers.
 *
 * @param tokens output tokens, within the request's limit
 */
record Answer(String text, int tokens, Stop stop) {
    private static final int CHARS_PER_TOKEN = 4;
    private static final String REFUSAL = "I can't help with that.";

    /** Why a model stops. */
    enum Stop {
        /** It is done. */
        END,
        /** The limit of tokens is used up. */
        LENGTH,
        /** It declines. */
        REFUSAL
    }

    static Answer to(Caller caller, ModelRequest request) {
        List<String> told = request.directives().stream()
                .map(Directive::answer)
                .filter(Objects::nonNull)
                .toList();
        String text = told.isEmpty() ? usual(caller, request) : told.get(Math.min(request.answered(), told.size() - 1));
        int tokens = ModelRequest.tokens(text.length());
        if (tokens <= request.maxTokens()) {
            return new Answer(text, tokens, Stop.END);
        }
        return new Answer(text.substring(0, request.maxTokens() * CHARS_PER_TOKEN), request.maxTokens(), Stop.LENGTH);
    }

    private static String usual(Caller caller, ModelRequest request) {
        return request.plans()
                ? PlanText.write(request.userText(), request.directives())
                : MarketingText.write(caller.role(), request.userText());
    }

    static Answer refusal() {
        return new Answer(REFUSAL, ModelRequest.tokens(REFUSAL.length()), Stop.REFUSAL);
    }

    /** All tokens went into thinking. */
    static Answer silence(ModelRequest request) {
        return new Answer("", request.maxTokens(), Stop.LENGTH);
    }

    /** The text of its tokens from {@code from} (inclusive) to {@code to} (exclusive). */
    String slice(int from, int to) {
        return text.substring(
                Math.min(text.length(), from * CHARS_PER_TOKEN), Math.min(text.length(), to * CHARS_PER_TOKEN));
    }
}
