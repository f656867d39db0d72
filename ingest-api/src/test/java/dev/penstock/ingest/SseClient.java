package dev.penstock.ingest;

import dev.penstock.embedded.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client of an event stream that keeps all frames it gets. */
public final class SseClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final InputStream body;

    /** A frame with all its fields. */
    public record Frame(String id, String event, String data) {}

    private SseClient(HttpResponse<InputStream> response) {
        body = response.body();
        Thread.ofVirtual().start(this::read);
    }

    /** Opens the stream and returns when it is ready: what happens from now on is in it. */
    public static SseClient open(HttpRequest.Builder request) {
        HttpClient http = HttpClient.newHttpClient();
        try {
            HttpResponse<InputStream> response =
                    http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            SseClient client = new SseClient(response);
            Await.until("the stream to be ready", LIMIT, () -> client.comments.contains("ready"));
            return client;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The frames once there are at least {@code count}. */
    public List<Frame> frames(int count) {
        Await.until(count + " frames", LIMIT, () -> frames.size() >= count);
        return List.copyOf(frames);
    }

    /** Waits until the server ends the stream; false when it does not. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        String id = "";
        String event = "";
        String data = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(": ")) {
                    comments.add(line.substring(2));
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    frames.add(new Frame(id, event, data));
                    data = "";
                }
            }
        } catch (IOException e) {
            // Closed by this side, or cut by the other: either way there is no more.
        } finally {
            ended.countDown();
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        http.close();
    }
}
