package dev.penstock.simulator;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the messages of a request say, by who says it. */
final class Turns {
    /** Who may speak: the system, the user, the model. */
    private final Set<String> systems;

    private final Set<String> blocks;
    private final StringBuilder system = new StringBuilder();
    private final StringBuilder user = new StringBuilder();
    private int chars;
    private int answers;

    /**
     * @param systems names of roles that speak for the system; empty where that is no message
     * @param blocks kinds of content that the provider knows
     */
    Turns(Set<String> systems, Set<String> blocks) {
        this.systems = systems;
        this.blocks = blocks;
    }

    String system() {
        return system.toString();
    }

    String user() {
        return user.toString();
    }

    /** Characters of all that was said. */
    int chars() {
        return chars;
    }

    /** Turns that were the model's. */
    int answers() {
        return answers;
    }

    void instruct(String where, JsonNode content) throws ApiError {
        if (!Fields.isAbsent(content)) {
            say(where, content, system);
        }
    }

    /** All messages of a request. */
    void read(String name, JsonNode messages) throws ApiError {
        if (Fields.isAbsent(messages)) {
            throw ApiError.invalid(name + ": Field required");
        }
        if (!messages.isArray()) {
            throw ApiError.invalid(name + ": Input should be a valid list");
        }
        if (messages.isEmpty()) {
            throw ApiError.invalid(name + ": at least one message is required");
        }
        for (int i = 0; i < messages.size(); i++) {
            message(name + "." + i, i, messages.get(i));
        }
    }

    private void message(String where, int index, JsonNode message) throws ApiError {
        String role = message.path("role").asString("");
        JsonNode content = message.path("content");
        if (systems.contains(role)) {
            say(where + ".content", content, system);
        } else if (role.equals("user")) {
            user.append(user.isEmpty() ? "" : "\n");
            say(where + ".content", content, user);
        } else if (role.equals("assistant")) {
            if (index == 0 && systems.isEmpty()) {
                throw ApiError.invalid("messages: first message must use the \"user\" role");
            }
            answers++;
            say(where + ".content", content, new StringBuilder());
        } else {
            throw ApiError.invalid(where + ".role: Input should be 'user' or 'assistant'");
        }
    }

    private void say(String where, JsonNode content, StringBuilder said) throws ApiError {
        int before = said.length();
        if (content.isString()) {
            said.append(content.asString());
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                block(where + "." + i, content.get(i), said);
            }
        } else {
            throw ApiError.invalid(where
                    + (content.isMissingNode() ? ": Field required" : ": Input should be a valid string or list"));
        }
        if (content.isEmpty() && said.length() == before) {
            throw ApiError.invalid(where + ": all messages must have non-empty content");
        }
        chars += said.length() - before;
    }

    private void block(String where, JsonNode block, StringBuilder said) throws ApiError {
        String type = block.path("type").asString("");
        if (!blocks.contains(type)) {
            throw ApiError.invalid(where + ".type: Input tag '" + type + "' does not match any of the expected tags");
        }
        if (type.endsWith("text")) {
            if (!block.path("text").isString()) {
                throw ApiError.invalid(where + ".text: Field required");
            }
            if (block.path("text").asString().isEmpty()) {
                throw ApiError.invalid("messages: text content blocks must be non-empty");
            }
            said.append(block.path("text").asString());
        }
    }
}
