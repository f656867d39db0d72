package dev.penstock.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Calls a simulator as a plain HTTP client would. */
final class Client implements AutoCloseable {
    static final String MODEL = "claude-sonnet-4-5";
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    Client(URI base) {
        this.base = base;
    }

    HttpResponse<String> ask(String text, String... headers) throws IOException, InterruptedException {
        return post(body(text, false), headers);
    }

    HttpResponse<String> stream(String text, String... headers) throws IOException, InterruptedException {
        return post(body(text, true), headers);
    }

    HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        return http.send(request(body, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest request(String body, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(base.resolve("/v1/messages")).POST(HttpRequest.BodyPublishers.ofString(body));
        Map.of("x-api-key", "test-key", "anthropic-version", "2023-06-01", "content-type", "application/json")
                .forEach(builder::setHeader);
        for (int i = 0; i < headers.length; i += 2) {
            builder.setHeader(headers[i], headers[i + 1]);
        }
        return builder.build();
    }

    HttpResponse<String> control(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpClient http() {
        return http;
    }

    static String body(String text, boolean stream) {
        return "{\"model\":\"" + MODEL + "\",\"max_tokens\":1024,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":" + Json.quoted(text) + "}]}";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
