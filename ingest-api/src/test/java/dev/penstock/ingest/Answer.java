package dev.penstock.ingest;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer with shorthands. */
public record Answer(HttpResponse<String> response) {
    private static final JsonMapper JSON = new JsonMapper();

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    /** The first value of a header, empty when absent. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
        return JSON.readTree(body());
    }

    /** The member {@code name} as text, empty when absent. */
    public String text(String name) {
        JsonNode value = json().path(name);
        return value.isMissingNode() ? "" : value.asString();
    }

    @Override
    public String toString() {
        return status() + " " + body();
    }
}
