package dev.penstock.local;

import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.runtime.SettingNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs every part that is Java once in this JVM and puts a few tasks through, for the JVM to learn what is used: run with
 * {@code -XX:AOTCacheOutput=FILE} on a class path of jars it writes a cache, with which ({@code -XX:AOTCache=FILE}) all of Penstock's
 * JVMs on the same class path start in about half the time. The stack's JVMs take the flag over from the one that starts them.
 */
public final class TrainMain {
    private static final int TASKS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TrainMain() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("penstock-train-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("broker"));
                LocalStack stack = LocalStack.start(
                        LocalOptions.in(folder)
                                .withPorts(Ports.FREE)
                                .withSimulatorScale(0)
                                .withSetting(SettingNames.KAFKA_BOOTSTRAP, kafka.bootstrapServers()),
                        StackListener.SILENT);
                HttpClient http = HttpClient.newHttpClient()) {
            TenantAccess tenant = stack.tenants().getFirst();
            String last = "";
            for (int i = 0; i < TASKS; i++) {
                last = submit(http, stack.apiUrl(), tenant);
            }
            awaitSuccess(http, stack.apiUrl() + last, tenant);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static String submit(HttpClient http, String api, TenantAccess tenant) throws Exception {
        String body = "{\"role\":\"copywriter\",\"tier\":\"normal\",\"input\":\"Three lines on fresh bread.\"}";
        HttpResponse<String> answer = http.send(
                request(api + "/v1/tasks", tenant)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.headers().firstValue("Location").orElseThrow(() -> new IllegalStateException(answer.body()));
    }

    private static void awaitSuccess(HttpClient http, String task, TenantAccess tenant) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String body = "";
        while (System.nanoTime() < deadline && !body.contains("SUCCEEDED")) {
            TimeUnit.MILLISECONDS.sleep(100);
            body = http.send(request(task, tenant).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static HttpRequest.Builder request(String url, TenantAccess tenant) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + tenant.apiKey());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
