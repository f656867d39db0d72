package dev.penstock.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a stack's provider simulator was asked. */
final class Journal {
    private static final JsonMapper JSON = new JsonMapper();

    private Journal() {}

    static List<JsonNode> calls(LocalStack stack) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(stack.simulatorUrl() + "/_sim/journal?limit=10000"))
                    .build();
            JsonNode page = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            return StreamSupport.stream(page.path("calls").spliterator(), false).toList();
        }
    }

    /** The first call of a task; a missing node when there was none. */
    static JsonNode call(LocalStack stack, String task) throws Exception {
        return calls(stack).stream()
                .filter(each -> each.path("task").asString("").equals(task))
                .findFirst()
                .orElse(JSON.missingNode());
    }
}
