package dev.penstock.cli.http;

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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls Penstock's REST API as one tenant. */
public final class ApiClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private final String baseUrl;

    /** @param baseUrl such as {@code http://127.0.0.1:8080} */
    public ApiClient(String baseUrl) {
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    public Answer post(String path, String apiKey, String json, @Nullable String idempotencyKey)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, apiKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .timeout(TIMEOUT);
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return send(request.build());
    }

    public Answer get(String path, String apiKey) throws IOException, InterruptedException {
        return send(request(path, apiKey).GET().timeout(TIMEOUT).build());
    }

    /** @param headers further ones, by name */
    public Answer patch(String path, String apiKey, String json, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, apiKey)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json))
                .timeout(TIMEOUT);
        headers.forEach(request::header);
        return send(request.build());
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /**
     * Reads an event stream until it ends or {@code sink} has had enough.
     *
     * @param parser carries the last id from one connection to the next
     * @param sink false to stop
     * @return whether the sink has had enough; false when the stream ended
     * @throws IOException when it cannot be reached or breaks; {@link RefusedException} when the API says no
     */
    public boolean stream(String path, String apiKey, SseParser parser, Predicate<SseFrame> sink)
            throws IOException, InterruptedException {
        parser.reconnect();
        HttpRequest.Builder request =
                request(path, apiKey).header("Accept", "text/event-stream").GET();
        if (!parser.lastId().isEmpty()) {
            request.header("Last-Event-ID", parser.lastId());
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() != 200) {
                throw new RefusedException(new Answer(response.statusCode(), String.join("\n", reader.readAllLines())));
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Optional<SseFrame> frame = parser.line(line);
                if (frame.isPresent() && !sink.test(frame.get())) {
                    return true;
                }
            }
            return false;
        }
    }

    private HttpRequest.Builder request(String path, String apiKey) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).header("Authorization", "Bearer " + apiKey);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
