package dev.penstock.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a provider simulator what it saw. */
final class ProviderDesk implements AutoCloseable {
    private static final int PAGE = 5_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    ProviderDesk(String simulatorUrl) {
        this.url = simulatorUrl;
    }

    /** Calls under way now, and the most that ever were. */
    record AtOnce(int now, int most) {}

    AtOnce atOnce() throws IOException, InterruptedException {
        JsonNode overall = get("/_sim/stats").path("overall");
        return new AtOnce(overall.path("current").asInt(), overall.path("max").asInt());
    }

    /** The whole journal. */
    List<ProviderCall> calls() throws IOException, InterruptedException {
        List<ProviderCall> calls = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode json = get("/_sim/journal?after=" + after + "&limit=" + PAGE);
            json.path("calls").forEach(call -> calls.add(call(call)));
            if (json.path("calls").isEmpty()) {
                return calls;
            }
            after = json.path("next").asLong();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
        return JsonMapper.shared().readTree(answer.body());
    }

    private static ProviderCall call(JsonNode call) {
        long end = call.path("endMillis").asLong();
        return new ProviderCall(
                call.path("tenant").asString(""),
                call.path("role").asString(""),
                call.path("task").asString(""),
                call.path("attempt").asInt(),
                call.path("beginMillis").asLong(),
                end == 0 ? Long.MAX_VALUE : end,
                call.path("outcome").asString(""),
                call.path("inputTokens").asLong(),
                call.path("outputTokens").asLong());
    }
}
