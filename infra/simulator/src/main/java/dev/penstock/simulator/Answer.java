package dev.penstock.simulator;

/**
 * What the model answers.
 *
 * @param tokens output tokens, within the request's {@code max_tokens}
 * @param stopReason {@code end_turn} or {@code max_tokens}
 */
record Answer(String text, int tokens, String stopReason) {
    private static final int CHARS_PER_TOKEN = 4;

    static Answer to(Caller caller, MessageRequest request) {
        String text = request.plans()
                ? PlanText.write(request.userText(), request.directives())
                : MarketingText.write(caller.role(), request.userText());
        int tokens = MessageRequest.tokens(text.length());
        if (tokens <= request.maxTokens()) {
            return new Answer(text, tokens, "end_turn");
        }
        return new Answer(text.substring(0, request.maxTokens() * CHARS_PER_TOKEN), request.maxTokens(), "max_tokens");
    }

    /** The text of its tokens from {@code from} (inclusive) to {@code to} (exclusive). */
    String slice(int from, int to) {
        return text.substring(
                Math.min(text.length(), from * CHARS_PER_TOKEN), Math.min(text.length(), to * CHARS_PER_TOKEN));
    }

    String json(String id, MessageRequest request) {
        return message(
                id,
                request.model(),
                "[{\"type\":\"text\",\"text\":" + Json.quoted(text) + "}]",
                Json.quoted(stopReason),
                request,
                tokens);
    }

    /** The message as a stream begins it: empty. */
    static String opening(String id, MessageRequest request) {
        return message(id, request.model(), "[]", "null", request, 1);
    }

    private static String message(
            String id, String model, String content, String stopReason, MessageRequest request, int outputTokens) {
        return "{\"id\":"
                + Json.quoted(id)
                + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + Json.quoted(model)
                + ",\"content\":"
                + content
                + ",\"stop_reason\":"
                + stopReason
                + ",\"stop_sequence\":null,\"usage\":{\"input_tokens\":"
                + request.inputTokens()
                + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":"
                + outputTokens
                + ",\"service_tier\":\"standard\"}}";
    }
}
