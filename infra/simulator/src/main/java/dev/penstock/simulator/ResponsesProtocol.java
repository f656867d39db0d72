package dev.penstock.simulator;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** OpenAI's {@code POST /v1/responses}. */
final class ResponsesProtocol extends OpenAiProtocol {
    static final String PATH = "/v1/responses";
    private static final int DEFAULT_MAX_TOKENS = 16_384;
    private static final String ITEM = "\"type\":\"message\",\"role\":\"assistant\"";

    @Override
    public ModelRequest parse(byte[] body) throws ApiError {
        Fields fields = Fields.of(body);
        String model = fields.text("model");
        int maxTokens = fields.positive("max_output_tokens", DEFAULT_MAX_TOKENS);
        boolean stream = fields.flag("stream", false);
        Turns turns =
                new Turns(Set.of("system", "developer"), Set.of("input_text", "output_text", "input_image", "refusal"));
        turns.instruct("instructions", fields.node("instructions"));
        JsonNode input = fields.node("input");
        String user = "";
        if (input.isString()) {
            user = input.asString();
        } else {
            turns.read("input", input);
        }
        checkModel(model);
        return ModelRequest.of(
                        model, maxTokens, stream, turns.system(), user + turns.user(), user.length() + turns.chars())
                .after(turns.answers());
    }

    @Override
    public String whole(Exchange exchange) {
        return response(exchange, status(exchange), "[" + item(exchange, "completed", part(exchange)) + "]", true);
    }

    @Override
    public List<String> opening(Exchange exchange) {
        return List.of(
                event("response.created", ",\"response\":" + response(exchange, "in_progress", "[]", false)),
                event("response.in_progress", ",\"response\":" + response(exchange, "in_progress", "[]", false)),
                event(
                        "response.output_item.added",
                        ",\"output_index\":0,\"item\":" + item(exchange, "in_progress", "")),
                event("response.content_part.added", where(exchange) + ",\"part\":" + textPart("")));
    }

    @Override
    public String delta(Exchange exchange, String text) {
        return event(
                exchange.answer().stop() == Answer.Stop.REFUSAL
                        ? "response.refusal.delta"
                        : "response.output_text.delta",
                where(exchange) + ",\"delta\":" + Json.quoted(text) + ",\"logprobs\":[]");
    }

    @Override
    public List<String> closing(Exchange exchange) {
        String text = Json.quoted(exchange.answer().text());
        String done = exchange.answer().stop() == Answer.Stop.REFUSAL
                ? event("response.refusal.done", where(exchange) + ",\"refusal\":" + text)
                : event("response.output_text.done", where(exchange) + ",\"text\":" + text + ",\"logprobs\":[]");
        return List.of(
                done,
                event("response.content_part.done", where(exchange) + ",\"part\":" + part(exchange)),
                event(
                        "response.output_item.done",
                        ",\"output_index\":0,\"item\":" + item(exchange, "completed", part(exchange))),
                event("response." + status(exchange), ",\"response\":" + whole(exchange)));
    }

    @Override
    public String broken(Exchange exchange) {
        return event(
                "response.failed",
                ",\"response\":"
                        + response(exchange, "failed", "[]", false)
                                .replace(
                                        "\"error\":null",
                                        "\"error\":{\"code\":\"server_error\",\"message\":\"The model failed to generate a response.\"}"));
    }

    private static String status(Exchange exchange) {
        return exchange.answer().stop() == Answer.Stop.LENGTH ? "incomplete" : "completed";
    }

    private static String where(Exchange exchange) {
        return ",\"item_id\":" + Json.quoted(exchange.id("msg_")) + ",\"output_index\":0,\"content_index\":0";
    }

    private static String part(Exchange exchange) {
        return exchange.answer().stop() == Answer.Stop.REFUSAL
                ? "{\"type\":\"refusal\",\"refusal\":"
                        + Json.quoted(exchange.answer().text()) + "}"
                : textPart(exchange.answer().text());
    }

    private static String textPart(String text) {
        return "{\"type\":\"output_text\",\"text\":" + Json.quoted(text) + ",\"annotations\":[],\"logprobs\":[]}";
    }

    private static String item(Exchange exchange, String status, String part) {
        return "{\"id\":" + Json.quoted(exchange.id("msg_")) + "," + ITEM + ",\"status\":\"" + status
                + "\",\"content\":[" + part + "]}";
    }

    private static String response(Exchange exchange, String status, String output, boolean ended) {
        boolean cut = ended && exchange.answer().stop() == Answer.Stop.LENGTH;
        return "{\"id\":"
                + Json.quoted(exchange.id("resp_"))
                + ",\"object\":\"response\",\"created_at\":"
                + exchange.call().beginMillis() / 1_000
                + ",\"status\":\""
                + status
                + "\",\"error\":null,\"incomplete_details\":"
                + (cut ? "{\"reason\":\"max_output_tokens\"}" : "null")
                + ",\"instructions\":null,\"max_output_tokens\":"
                + exchange.request().maxTokens()
                + ",\"model\":"
                + Json.quoted(exchange.model())
                + ",\"output\":"
                + output
                + ",\"parallel_tool_calls\":true,\"previous_response_id\":null,\"store\":false,\"temperature\":1.0,"
                + "\"text\":{\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,"
                + "\"truncation\":\"disabled\",\"usage\":"
                + (ended && exchange.figures().told() ? usage(exchange.figures()) : "null")
                + ",\"metadata\":{}}";
    }

    private static String usage(Figures figures) {
        return "{\"input_tokens\":"
                + figures.input()
                + ",\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":"
                + figures.output()
                + ",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":"
                + figures.total()
                + "}";
    }

    private static String event(String event, String fields) {
        return "event: " + event + "\ndata: {\"type\":\"" + event + "\",\"sequence_number\":0" + fields + "}\n\n";
    }
}
