package dev.penstock.local;

import dev.penstock.embedded.ForkOptions;
import dev.penstock.embedded.ForkedJvm;
import dev.penstock.runtime.Health;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An app in a JVM of its own.
 *
 * @param name in the stack; the app's own, but for a second process of it
 * @param url where users reach it, or where its health and metrics are
 * @param adminPort where its health is
 */
record AppProcess(AppKind kind, String name, String url, int adminPort, Path settingsFile, ForkOptions options)
        implements Part {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    @Override
    public Running start() {
        ForkedJvm jvm =
                ForkedJvm.start(AppMain.class.getName(), List.of(kind.id(), "--settings=" + settingsFile), options);
        HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build();
        Process process = new Process(url, adminPort, jvm, http);
        try {
            jvm.awaitReady(name, START_LIMIT, () -> process.probe("/readyz").statusCode() == 200);
        } catch (RuntimeException e) {
            process.stop();
            throw e;
        }
        return process;
    }

    private record Process(String url, int adminPort, ForkedJvm jvm, HttpClient http) implements Part.Running {
        @Override
        public ProcessHandle process() {
            return jvm.process().toHandle();
        }

        @Override
        public Health health() {
            if (!jvm.process().isAlive()) {
                return Health.failed(
                        "its process ended with status " + jvm.process().exitValue());
            }
            try {
                HttpResponse<String> ready = probe("/readyz");
                if (ready.statusCode() == 200) {
                    return Health.up(ready.body().strip());
                }
                HttpResponse<String> live = probe("/livez");
                return live.statusCode() == 200
                        ? Health.starting(ready.body().strip())
                        : Health.failed(live.body().strip());
            } catch (IOException e) {
                return Health.starting("does not say how it is: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Health.starting("not asked");
            }
        }

        @Override
        public void stop() {
            jvm.stop(STOP_LIMIT);
            http.close();
        }

        private HttpResponse<String> probe(String path) throws IOException, InterruptedException {
            URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
            return http.send(
                    HttpRequest.newBuilder(uri).timeout(PROBE_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
