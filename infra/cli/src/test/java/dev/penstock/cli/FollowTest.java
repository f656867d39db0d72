package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.SseFrame;
import dev.penstock.cli.http.SseParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Following a stream that breaks, against a server that plays one. */
class FollowTest {
    private final List<String> lastIds = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Answers each connection with the next of {@code bodies}. */
    private ApiClient serving(int status, String... bodies) {
        List<String> left = new ArrayList<>(List.of(bodies));
        server.createContext("/v1/events", exchange -> {
            lastIds.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
            byte[] body = left.removeFirst().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new ApiClient("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void shouldResumeAfterTheLastWholeFrame() throws InterruptedException {
        List<SseFrame> seen = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        try (ApiClient api = serving(
                200,
                "retry: 1\n\nid: 1-1\ndata: a\n\nid: 2-5\ndata: half",
                "id: 2-5\ndata: b\n\nid: 3-9\ndata: c\n\n")) {
            new Follow(api, "key", "/v1/events", new SseParser())
                    .run(
                            frame -> {
                                seen.add(frame);
                                return !frame.data().equals("c");
                            },
                            broken::add);
        }

        assertThat(seen).extracting(SseFrame::data).containsExactly("a", "b", "c");
        assertThat(lastIds).containsExactly("null", "1-1");
        assertThat(broken).hasSize(1);
    }

    @Test
    void shouldSayWhyTheApiRefuses() {
        try (ApiClient api = serving(401, "{\"title\":\"Unauthorized\",\"detail\":\"The key is not valid.\"}")) {
            assertThatThrownBy(() -> new Follow(api, "key", "/v1/events", new SseParser()).run(f -> true, why -> {}))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("The key is not valid. (HTTP 401)");
        }
    }

    @Test
    void shouldSayThatNothingAnswers() {
        try (ApiClient api = new ApiClient("http://127.0.0.1:1")) {
            assertThatThrownBy(() -> new Follow(api, "key", "/v1/events", new SseParser()).run(f -> true, why -> {}))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("penstock status");
        }
    }
}
