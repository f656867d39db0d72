package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FixedApp streams = new FixedApp("streams", Health.up("12 slots"));
    private final FixedApp workers = new FixedApp("workers", Health.up("7 roles"));
    private final HttpClient http = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = new AdminServer(0, List.of(streams, workers), metrics);
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void shouldBeReadyWhenEveryAppIs() throws Exception {
        HttpResponse<String> reply = get("/readyz");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("streams ok 12 slots\nworkers ok 7 roles\n");
    }

    @Test
    void shouldBeLiveButNotReadyWhileAnAppStarts() throws Exception {
        // given
        workers.health = Health.starting("waits for the broker");
        // then
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("streams ok 12 slots\nworkers not ok waits for the broker\n");
    }

    @Test
    void shouldNotBeLiveWhenAnAppFailed() throws Exception {
        // given
        streams.health = Health.failed("the slot count differs");
        // then
        assertThat(get("/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldShowMetrics() throws Exception {
        // given
        metrics.counter("penstock.tasks").increment(3);
        // then
        assertThat(get("/metrics").body()).contains("penstock_tasks_total 3.0");
    }

    @Test
    void shouldKnowNoOtherPath() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static final class FixedApp implements App {
        private final String name;
        private volatile Health health;

        private FixedApp(String name, Health health) {
            this.name = name;
            this.health = health;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {}

        @Override
        public Health health() {
            return health;
        }

        @Override
        public void close() {}
    }
}
