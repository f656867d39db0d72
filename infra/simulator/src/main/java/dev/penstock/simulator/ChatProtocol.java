package dev.penstock.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** OpenAI's {@code POST /v1/chat/completions}. */
final class ChatProtocol extends OpenAiProtocol {
    static final String PATH = "/v1/chat/completions";
    private static final int DEFAULT_MAX_TOKENS = 16_384;

    @Override
    public ModelRequest parse(byte[] body) throws ApiError {
        Fields fields = Fields.of(body);
        String model = fields.text("model");
        int maxTokens = fields.positive("max_completion_tokens", fields.positive("max_tokens", DEFAULT_MAX_TOKENS));
        boolean stream = fields.flag("stream", false);
        Turns turns = new Turns(Set.of("system", "developer"), Set.of("text", "image_url"));
        turns.read("messages", fields.node("messages"));
        checkModel(model);
        JsonNode include = fields.node("stream_options").path("include_usage");
        if (!Fields.isAbsent(fields.node("stream_options")) && !stream) {
            throw ApiError.invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
        }
        return ModelRequest.of(model, maxTokens, stream, turns.system(), turns.user(), turns.chars())
                .tellingUsage(include.asBoolean(false))
                .after(turns.answers());
    }

    @Override
    public String whole(Exchange exchange) {
        boolean refuses = exchange.answer().stop() == Answer.Stop.REFUSAL;
        String text = Json.quoted(exchange.answer().text());
        return completion(
                exchange,
                "chat.completion",
                "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                        + (refuses ? "null" : text)
                        + ",\"refusal\":"
                        + (refuses ? text : "null")
                        + "},\"logprobs\":null,\"finish_reason\":\""
                        + finishReason(exchange)
                        + "\"}]",
                exchange.figures().told() ? usage(exchange) : "");
    }

    @Override
    public List<String> opening(Exchange exchange) {
        return List.of(chunk(exchange, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
    }

    @Override
    public String delta(Exchange exchange, String text) {
        String field = exchange.answer().stop() == Answer.Stop.REFUSAL ? "refusal" : "content";
        return chunk(exchange, "{\"" + field + "\":" + Json.quoted(text) + "}", "null");
    }

    @Override
    public List<String> closing(Exchange exchange) {
        List<String> frames = new ArrayList<>();
        frames.add(chunk(exchange, "{}", "\"" + finishReason(exchange) + "\""));
        if (exchange.figures().told()) {
            frames.add("data: " + completion(exchange, "chat.completion.chunk", "[]", usage(exchange)) + "\n\n");
        }
        frames.add("data: [DONE]\n\n");
        return frames;
    }

    @Override
    public String broken(Exchange exchange) {
        return "data: {\"error\":"
                + errorObject(new ApiError(500, "api_error", "The server had an error while processing your request."))
                + "}\n\n";
    }

    private static String finishReason(Exchange exchange) {
        return exchange.answer().stop() == Answer.Stop.LENGTH ? "length" : "stop";
    }

    private static String chunk(Exchange exchange, String delta, String finishReason) {
        String usage = exchange.request().tellsUsage() ? ",\"usage\":null" : "";
        return "data: "
                + completion(
                        exchange,
                        "chat.completion.chunk",
                        "[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finishReason
                                + "}]",
                        usage)
                + "\n\n";
    }

    private static String completion(Exchange exchange, String object, String choices, String usage) {
        return "{\"id\":"
                + Json.quoted(exchange.id("chatcmpl-"))
                + ",\"object\":\""
                + object
                + "\",\"created\":"
                + exchange.call().beginMillis() / 1_000
                + ",\"model\":"
                + Json.quoted(exchange.model())
                + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_sim\",\"choices\":"
                + choices
                + usage
                + "}";
    }

    private static String usage(Exchange exchange) {
        Figures figures = exchange.figures();
        return ",\"usage\":{\"prompt_tokens\":"
                + figures.input()
                + ",\"completion_tokens\":"
                + figures.output()
                + ",\"total_tokens\":"
                + figures.total()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0}"
                + ",\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
                + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
    }
}
