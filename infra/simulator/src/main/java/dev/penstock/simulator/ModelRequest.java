package dev.penstock.simulator;

import java.util.List;

/**
 * What a provider is asked, whatever its protocol.
 *
 * @param maxTokens most output tokens
 * @param userText text of the user's messages, directives included
 * @param directives orders found in it
 * @param inputTokens what the request counts for
 * @param plans whether the system prompt asks for a plan: it shows the JSON of one
 * @param tellsUsage whether a streamed answer says what it used
 * @param answered how often the model has answered before in the same conversation
 */
record ModelRequest(
        String model,
        int maxTokens,
        boolean stream,
        String userText,
        List<Directive> directives,
        int inputTokens,
        boolean plans,
        boolean tellsUsage,
        int answered) {
    private static final int OVERHEAD_TOKENS = 8;

    /** @param chars of all that the model reads */
    static ModelRequest of(String model, int maxTokens, boolean stream, String system, String user, int chars)
            throws ApiError {
        return new ModelRequest(
                model,
                maxTokens,
                stream,
                user,
                Directive.in(user),
                OVERHEAD_TOKENS + tokens(chars),
                system.contains(PlanText.OPENING),
                true,
                0);
    }

    ModelRequest tellingUsage(boolean tells) {
        return new ModelRequest(model, maxTokens, stream, userText, directives, inputTokens, plans, tells, answered);
    }

    ModelRequest after(int answers) {
        return new ModelRequest(
                model, maxTokens, stream, userText, directives, inputTokens, plans, tellsUsage, answers);
    }

    /** Tokens of so many characters of English: about four each. */
    static int tokens(int chars) {
        return (chars + 3) / 4;
    }
}
