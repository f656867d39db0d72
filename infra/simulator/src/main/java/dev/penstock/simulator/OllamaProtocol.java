package dev.penstock.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ollama's {@code POST /api/chat}: lines of JSON, no keys, and no limits but its own queue's. */
final class OllamaProtocol implements Protocol {
    static final String PATH = "/api/chat";

    /** What {@code num_predict} is when nobody says. */
    private static final int DEFAULT_MAX_TOKENS = 100_000;

    @Override
    public String provider() {
        return "ollama";
    }

    @Override
    public void authenticate(HttpRequest http, Caller caller, Set<String> apiKeys) {
        // A local server takes anybody.
    }

    @Override
    public ModelRequest parse(byte[] body) throws ApiError {
        Fields fields = Fields.of(body);
        String model = fields.text("model");
        boolean stream = fields.flag("stream", true);
        int maxTokens =
                Fields.positive("options.num_predict", fields.node("options").path("num_predict"), DEFAULT_MAX_TOKENS);
        Turns turns = new Turns(Set.of("system"), Set.of());
        turns.read("messages", fields.node("messages"));
        if (model.matches("(claude|gpt)-.*")) {
            throw new ApiError(404, ApiError.NOT_FOUND, "model \"" + model + "\" not found, try pulling it first");
        }
        return ModelRequest.of(model, maxTokens, stream, turns.system(), turns.user(), turns.chars())
                .after(turns.answers());
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public String whole(Exchange exchange) {
        return line(exchange, exchange.answer().text(), end(exchange));
    }

    @Override
    public List<String> opening(Exchange exchange) {
        return List.of();
    }

    @Override
    public String delta(Exchange exchange, String text) {
        return line(exchange, text, ",\"done\":false") + "\n";
    }

    @Override
    public List<String> closing(Exchange exchange) {
        return List.of(line(exchange, "", end(exchange)) + "\n");
    }

    @Override
    public String broken(Exchange exchange) {
        return "{\"error\":\"an error was encountered while running the model: unexpected EOF\"}\n";
    }

    @Override
    public String error(ApiError error, String requestId) {
        return "{\"error\":" + Json.quoted(error.message()) + "}";
    }

    @Override
    public Map<String, String> headers(String requestId) {
        return Map.of();
    }

    @Override
    public Map<String, String> limits(RateLimits.State state) {
        return Map.of();
    }

    @Override
    public ApiError quota() {
        return new ApiError(402, ApiError.BILLING, "this model requires a subscription");
    }

    private static String end(Exchange exchange) {
        String reason = exchange.answer().stop() == Answer.Stop.LENGTH ? "length" : "stop";
        Figures figures = exchange.figures();
        String counts = figures.told()
                ? ",\"prompt_eval_count\":"
                        + figures.input()
                        + ",\"prompt_eval_duration\":130079000,\"eval_count\":"
                        + figures.output()
                        + ",\"eval_duration\":4232710000"
                : "";
        return ",\"done\":true,\"done_reason\":\"" + reason
                + "\",\"total_duration\":4883583458,\"load_duration\":1334875" + counts;
    }

    private static String line(Exchange exchange, String text, String fields) {
        return "{\"model\":"
                + Json.quoted(exchange.model())
                + ",\"created_at\":\""
                + Instant.ofEpochMilli(exchange.call().beginMillis())
                + "\",\"message\":{\"role\":\"assistant\",\"content\":"
                + Json.quoted(text)
                + "}"
                + fields
                + "}";
    }
}
