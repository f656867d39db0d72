package dev.penstock.simulator.webhook;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Penstock sends a runtime, as a runtime reads it.
 *
 * @param type {@code task.run} or {@code task.stop}
 * @param instructions empty of a stop, as are the fields after it
 * @param correction what was wrong with the last answer; empty for nothing
 * @param reason of a stop
 */
public record RuntimeMessage(
        String type,
        String tenant,
        String taskId,
        int attempt,
        String role,
        String instructions,
        String input,
        String correction,
        String callbackUrl,
        String reason) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String STOP = "task.stop";
    private static final String RUN = "task.run";

    /** @throws IllegalArgumentException when {@code body} is none, saying why */
    public static RuntimeMessage read(byte[] body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The body is not valid JSON", e);
        }
        RuntimeMessage message = new RuntimeMessage(
                text(root, "type"),
                text(root, "tenant"),
                text(root, "taskId"),
                root.path("attempt").asInt(0),
                text(root, "role"),
                text(root, "instructions"),
                text(root, "input"),
                text(root.path("correction"), "message"),
                text(root.path("callback"), "url"),
                text(root, "reason"));
        if (!message.type.equals(RUN) && !message.type.equals(STOP)) {
            throw new IllegalArgumentException("Unknown type '" + message.type + "'");
        }
        if (message.tenant.isEmpty() || message.taskId.isEmpty() || message.attempt < 1) {
            throw new IllegalArgumentException("tenant, taskId and attempt are required");
        }
        if (message.type.equals(RUN) && message.callbackUrl.isEmpty()) {
            throw new IllegalArgumentException("callback.url is required");
        }
        return message;
    }

    /** Whether it tells to stop, and not to run. */
    public boolean isStop() {
        return type.equals(STOP);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
