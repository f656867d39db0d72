package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.IngestApiApp;
import dev.penstock.runtime.SettingNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A task's output from a provider's stream through every part to clients of two API instances, and into MongoDB. */
class OutputIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    /** What one client has, over all its connections. */
    private static final class Client {
        final StringBuilder text = new StringBuilder();
        final List<String> events = new ArrayList<>();
        String lastId = "";
        JsonNode end = JSON.nullNode();

        void take(String event, String id, String data) {
            JsonNode json = JSON.readTree(data);
            events.add(event);
            lastId = id;
            switch (event) {
                case "chunk" -> text.append(json.get("text").asString());
                case "restart" -> text.setLength(0);
                case "end" -> end = json;
                default -> throw new AssertionError(event);
            }
        }
    }

    @Test
    void shouldGiveAClientThatMovesToAnotherInstanceTheStoredDeliverableByteByByte() throws Exception {
        LocalStack stack = SharedStack.get();
        try (IngestApiApp second =
                new IngestApiApp(stack.info().settings().with(SettingNames.API_PORT, "0"), new SimpleMeterRegistry())) {
            second.start();
            String other = "http://127.0.0.1:" + second.port();
            String key = stack.info().tenant("output-pro-bakery").orElseThrow().apiKey();
            String stranger =
                    stack.info().tenant("output-agency-north").orElseThrow().apiKey();

            // given: a worker that has made a call before, as its first one takes so long that the whole answer waits
            // for it
            deliverable(stack, submit(stack, key, "Write about nothing much"));

            // when: it reads a part here and the rest there
            String task = submit(stack, key, "[[sim:latency=3s]] Write about bread and 🏗");
            Client client = new Client();
            read(stack.apiUrl(), key, task, client, event -> client.events.size() < 2);
            String half = client.text.toString();
            assertThat(client.end.isNull()).as("what came: %s", client.events).isTrue();
            read(other, key, task, client, event -> true);

            // then
            Document deliverable = deliverable(stack, task);
            String stored = deliverable.getString("output");
            assertThat(client.text.toString().getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(stored.getBytes(StandardCharsets.UTF_8));
            assertThat(half).isNotEmpty().isNotEqualTo(stored);
            assertThat(client.end.get("sha256").asString()).isEqualTo(deliverable.getString("sha256"));
            assertThat(client.end.get("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(get(other, key, task, "output")).contains(deliverable.getString("sha256"));

            // and: whoever comes late has it too, a stranger nothing
            Client late = new Client();
            read(other, key, task, late, event -> true);
            assertThat(late.text).hasToString(stored);
            assertThat(get(other, stranger, task, "stream")).contains("\"status\":404");
            assertThat(get(other, stranger, task, "output")).contains("\"status\":404");

            // and: what a call made that broke off is void, and the next one begins anew
            String broken = submit(stack, key, "[[sim:truncate times=1]] [[sim:latency=2s]] Write about rye");
            Client patient = new Client();
            read(stack.apiUrl(), key, broken, patient, event -> true);
            assertThat(patient.text).hasToString(deliverable(stack, broken).getString("output"));
            assertThat(patient.events).contains("restart").last().isEqualTo("end");
        }
    }

    private static Document deliverable(LocalStack stack, String task) {
        return Deliverables.await(stack, "output-pro-bakery", task);
    }

    private String submit(LocalStack stack, String key, String input) throws Exception {
        String body = JSON.writeValueAsString(java.util.Map.of("role", "copywriter", "input", input));
        HttpResponse<String> answer = http.send(
                request(stack.apiUrl() + "/v1/tasks", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).get("id").asString();
    }

    private String get(String api, String key, String task, String what) throws Exception {
        return http.send(
                        request(api + "/v1/tasks/" + task + "/" + what, key).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Reads frames while {@code more} holds after each, or to the end. */
    private void read(String api, String key, String task, Client client, Predicate<String> more) throws Exception {
        HttpRequest.Builder request = request(api + "/v1/tasks/" + task + "/stream", key);
        if (!client.lastId.isEmpty()) {
            request.header("Last-Event-ID", client.lastId);
        }
        HttpResponse<InputStream> response =
                http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            frames(lines, client, more);
        }
    }

    private static void frames(BufferedReader lines, Client client, Predicate<String> more) throws IOException {
        String id = "";
        String event = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                client.take(event, id, line.substring(6));
                if (event.equals("end") || !more.test(event)) {
                    return;
                }
            }
        }
    }

    private static HttpRequest.Builder request(String url, String key) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key);
    }
}
