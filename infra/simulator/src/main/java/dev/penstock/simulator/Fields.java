package dev.penstock.simulator;

import tools.jackson.databind.JsonNode;

/** Reads the fields of a request's body as strictly as providers do. */
final class Fields {
    private final JsonNode root;

    private Fields(JsonNode root) {
        this.root = root;
    }

    static Fields of(byte[] body) throws ApiError {
        JsonNode root = Json.parse(body);
        if (!root.isObject()) {
            throw ApiError.invalid("The request body should be a JSON object");
        }
        return new Fields(root);
    }

    JsonNode node(String name) {
        return root.path(name);
    }

    String text(String name) throws ApiError {
        JsonNode node = root.path(name);
        if (isAbsent(node)) {
            throw ApiError.invalid(name + ": Field required");
        }
        if (!node.isString() || node.asString().isEmpty()) {
            throw ApiError.invalid(name + ": Input should be a valid string");
        }
        return node.asString();
    }

    int positive(String name) throws ApiError {
        if (isAbsent(root.path(name))) {
            throw ApiError.invalid(name + ": Field required");
        }
        return positive(name, 0);
    }

    int positive(String name, int fallback) throws ApiError {
        return positive(name, root.path(name), fallback);
    }

    static int positive(String name, JsonNode node, int fallback) throws ApiError {
        if (isAbsent(node)) {
            return fallback;
        }
        if (!node.isInt()) {
            throw ApiError.invalid(name + ": Input should be a valid integer");
        }
        if (node.asInt() < 1) {
            throw ApiError.invalid(name + ": Input should be greater than or equal to 1");
        }
        return node.asInt();
    }

    boolean flag(String name, boolean fallback) throws ApiError {
        JsonNode node = root.path(name);
        if (!isAbsent(node) && !node.isBoolean()) {
            throw ApiError.invalid(name + ": Input should be a valid boolean");
        }
        return isAbsent(node) ? fallback : node.asBoolean();
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
