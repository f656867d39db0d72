package dev.penstock.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Anthropic's {@code POST /v1/messages}. */
final class AnthropicProtocol implements Protocol {
    static final String PATH = "/v1/messages";
    private static final Set<String> BLOCKS =
            Set.of("text", "image", "document", "tool_use", "tool_result", "thinking", "search_result");

    @Override
    public String provider() {
        return "anthropic";
    }

    @Override
    public void authenticate(HttpRequest http, Caller caller, Set<String> apiKeys) throws ApiError {
        Protocol.checkKey(caller, apiKeys, "x-api-key header is required", "invalid x-api-key");
        if (http.header("anthropic-version").isEmpty()) {
            throw ApiError.invalid("anthropic-version: header is required");
        }
        if (!http.header("anthropic-version").matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}")) {
            throw ApiError.invalid(
                    "anthropic-version: \"" + http.header("anthropic-version") + "\" is not a valid version");
        }
    }

    @Override
    public ModelRequest parse(byte[] body) throws ApiError {
        Fields fields = Fields.of(body);
        String model = fields.text("model");
        int maxTokens = fields.positive("max_tokens");
        boolean stream = fields.flag("stream", false);
        Turns turns = new Turns(Set.of(), BLOCKS);
        turns.instruct("system", fields.node("system"));
        turns.read("messages", fields.node("messages"));
        if (!model.startsWith("claude-")) {
            throw new ApiError(404, ApiError.NOT_FOUND, "model: " + model);
        }
        return ModelRequest.of(model, maxTokens, stream, turns.system(), turns.user(), turns.chars())
                .after(turns.answers());
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public String whole(Exchange exchange) {
        return message(
                exchange,
                "[{\"type\":\"text\",\"text\":" + Json.quoted(exchange.answer().text()) + "}]",
                Json.quoted(stopReason(exchange)),
                exchange.figures().output());
    }

    @Override
    public List<String> opening(Exchange exchange) {
        return List.of(
                event("message_start", ",\"message\":" + message(exchange, "[]", "null", "1")),
                event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                event("ping", ""));
    }

    @Override
    public String delta(Exchange exchange, String text) {
        return event(
                "content_block_delta",
                ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":" + Json.quoted(text) + "}");
    }

    @Override
    public List<String> closing(Exchange exchange) {
        String usage = exchange.figures().told()
                ? ",\"usage\":{\"output_tokens\":" + exchange.figures().output() + "}"
                : "";
        return List.of(
                event("content_block_stop", ",\"index\":0"),
                event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":\"" + stopReason(exchange) + "\",\"stop_sequence\":null}" + usage),
                event("message_stop", ""));
    }

    @Override
    public String broken(Exchange exchange) {
        return "event: error\ndata: " + ApiError.body("overloaded_error", "Overloaded", exchange.id("req_")) + "\n\n";
    }

    @Override
    public String error(ApiError error, String requestId) {
        return error.body(requestId);
    }

    @Override
    public Map<String, String> headers(String requestId) {
        return Map.of("request-id", requestId);
    }

    @Override
    public Map<String, String> limits(RateLimits.State state) {
        Map<String, String> headers = new TreeMap<>();
        add(headers, "requests", state.requests(), state.atMillis());
        add(headers, "tokens", state.tokens(), state.atMillis());
        return headers;
    }

    @Override
    public ApiError quota() {
        return ApiError.invalid(
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.");
    }

    private static void add(Map<String, String> headers, String what, RateLimits.Budget budget, long nowMillis) {
        if (budget.limit() > 0) {
            String prefix = "anthropic-ratelimit-" + what + "-";
            headers.put(prefix + "limit", Long.toString(budget.limit()));
            headers.put(prefix + "remaining", Long.toString(budget.left()));
            headers.put(
                    prefix + "reset",
                    Instant.ofEpochMilli(nowMillis + budget.resetMillis() + 999)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
        }
    }

    private static String stopReason(Exchange exchange) {
        return switch (exchange.answer().stop()) {
            case END -> "end_turn";
            case LENGTH -> "max_tokens";
            case REFUSAL -> "refusal";
        };
    }

    private static String message(Exchange exchange, String content, String stopReason, String outputTokens) {
        String usage = exchange.figures().told()
                ? ",\"usage\":{\"input_tokens\":"
                        + exchange.figures().input()
                        + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":"
                        + outputTokens
                        + ",\"service_tier\":\"standard\"}"
                : "";
        return "{\"id\":"
                + Json.quoted(exchange.id("msg_"))
                + ",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + Json.quoted(exchange.model())
                + ",\"content\":"
                + content
                + ",\"stop_reason\":"
                + stopReason
                + ",\"stop_sequence\":null"
                + usage
                + "}";
    }

    private static String event(String event, String fields) {
        return "event: " + event + "\ndata: {\"type\":\"" + event + "\"" + fields + "}\n\n";
    }
}
