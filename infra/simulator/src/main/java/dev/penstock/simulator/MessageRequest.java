package dev.penstock.simulator;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code POST /v1/messages}, validated as the provider does.
 *
 * @param userText text of the user's messages, directives included
 * @param directives orders found in it
 * @param inputTokens what the request counts for
 * @param plans whether the system prompt asks for a plan: it shows the JSON of one
 */
record MessageRequest(
        String model,
        int maxTokens,
        boolean stream,
        String userText,
        List<Directive> directives,
        int inputTokens,
        boolean plans) {
    private static final int OVERHEAD_TOKENS = 8;
    private static final Set<String> BLOCKS =
            Set.of("text", "image", "document", "tool_use", "tool_result", "thinking", "search_result");

    static MessageRequest parse(byte[] body) throws ApiError {
        JsonNode root = Json.parse(body);
        if (!root.isObject()) {
            throw ApiError.invalid("The request body should be a JSON object");
        }
        String model = text(root, "model");
        int maxTokens = maxTokens(root.path("max_tokens"));
        JsonNode stream = root.path("stream");
        if (!stream.isMissingNode() && !stream.isNull() && !stream.isBoolean()) {
            throw ApiError.invalid("stream: Input should be a valid boolean");
        }
        String system = system(root.path("system"));
        StringBuilder user = new StringBuilder();
        int chars = messages(root.path("messages"), user) + system.length();
        if (!model.startsWith("claude-")) {
            throw new ApiError(404, "not_found_error", "model: " + model);
        }
        String userText = user.toString();
        return new MessageRequest(
                model,
                maxTokens,
                stream.asBoolean(false),
                userText,
                Directive.in(userText),
                OVERHEAD_TOKENS + tokens(chars),
                system.contains(PlanText.OPENING));
    }

    /** Tokens of so many characters of English: about four each. */
    static int tokens(int chars) {
        return (chars + 3) / 4;
    }

    private static String text(JsonNode root, String field) throws ApiError {
        JsonNode node = root.path(field);
        if (node.isMissingNode() || node.isNull()) {
            throw ApiError.invalid(field + ": Field required");
        }
        if (!node.isString() || node.asString().isEmpty()) {
            throw ApiError.invalid(field + ": Input should be a valid string");
        }
        return node.asString();
    }

    private static int maxTokens(JsonNode node) throws ApiError {
        if (node.isMissingNode() || node.isNull()) {
            throw ApiError.invalid("max_tokens: Field required");
        }
        if (!node.isInt()) {
            throw ApiError.invalid("max_tokens: Input should be a valid integer");
        }
        if (node.asInt() < 1) {
            throw ApiError.invalid("max_tokens: Input should be greater than or equal to 1");
        }
        return node.asInt();
    }

    private static String system(JsonNode node) throws ApiError {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        content("system", node, text);
        return text.toString();
    }

    /** Adds the user's text to {@code user} and returns the characters of all messages. */
    private static int messages(JsonNode messages, StringBuilder user) throws ApiError {
        if (messages.isMissingNode() || messages.isNull()) {
            throw ApiError.invalid("messages: Field required");
        }
        if (!messages.isArray()) {
            throw ApiError.invalid("messages: Input should be a valid list");
        }
        if (messages.isEmpty()) {
            throw ApiError.invalid("messages: at least one message is required");
        }
        int chars = 0;
        for (int i = 0; i < messages.size(); i++) {
            String role = messages.get(i).path("role").asString("");
            if (!role.equals("user") && !role.equals("assistant")) {
                throw ApiError.invalid("messages." + i + ".role: Input should be 'user' or 'assistant'");
            }
            if (i == 0 && role.equals("assistant")) {
                throw ApiError.invalid("messages: first message must use the \"user\" role");
            }
            StringBuilder text = new StringBuilder();
            content("messages." + i + ".content", messages.get(i).path("content"), text);
            chars += text.length();
            if (role.equals("user")) {
                user.append(user.isEmpty() ? "" : "\n").append(text);
            }
        }
        return chars;
    }

    private static void content(String where, JsonNode content, StringBuilder text) throws ApiError {
        if (content.isString()) {
            text.append(content.asString());
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                block(where + "." + i, content.get(i), text);
            }
        } else {
            throw ApiError.invalid(where
                    + (content.isMissingNode() ? ": Field required" : ": Input should be a valid string or list"));
        }
        if (content.isEmpty() && text.isEmpty()) {
            throw ApiError.invalid(where + ": all messages must have non-empty content");
        }
    }

    private static void block(String where, JsonNode block, StringBuilder text) throws ApiError {
        String type = block.path("type").asString("");
        if (!BLOCKS.contains(type)) {
            throw ApiError.invalid(where + ".type: Input tag '" + type + "' does not match any of the expected tags");
        }
        if (type.equals("text")) {
            if (!block.path("text").isString()) {
                throw ApiError.invalid(where + ".text: Field required");
            }
            if (block.path("text").asString().isEmpty()) {
                throw ApiError.invalid("messages: text content blocks must be non-empty");
            }
            text.append(block.path("text").asString());
        }
    }
}
