package dev.penstock.streams.query;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Asks another process, which is told that it is not to ask a third. */
final class Forwarding implements AutoCloseable {
    /** On a question that comes from another process. */
    static final String HEADER = "Penstock-Forwarded";

    private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);

    /** Longer than a slot may take. */
    private static final Duration LIMIT = QueryServer.ANSWER_LIMIT.plusMillis(500);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    QueryAnswer ask(String address, String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                    .timeout(LIMIT)
                    .header(HEADER, "1")
                    .build();
            return QueryAnswer.relayed(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return QueryAnswer.later("The process at " + address + ", which has the slot, does not answer.");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
