package dev.penstock.bench;

import dev.penstock.local.TenantAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Submits tasks one at a time over REST to an otherwise idle system and times each from request to start and to end. */
final class IdleLatency {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String apiUrl;
    private final TenantAccess tenant;
    private final EventWatch events;

    IdleLatency(String apiUrl, TenantAccess tenant, EventWatch events) {
        this.apiUrl = apiUrl;
        this.tenant = tenant;
        this.events = events;
    }

    /** Milliseconds from the request to the terminal event, by this process's clock; the wait for the start is in the watch's latencies. */
    Latencies measure(int tasks) throws IOException, InterruptedException {
        events.reset();
        Latencies ends = new Latencies();
        for (int i = 1; i <= tasks; i++) {
            long submitted = System.currentTimeMillis();
            post(submitted);
            events.awaitEnded(i, LIMIT);
            ends.add(System.currentTimeMillis() - submitted);
        }
        return ends;
    }

    private void post(long submitted) throws IOException, InterruptedException {
        String body = """
        {"role": "copywriter", "tier": "normal", "input": "One line about bread.", "campaign": "%s"}
        """.formatted(SubmitTime.campaign(submitted));
        HttpRequest request = HttpRequest.newBuilder(URI.create(apiUrl + "/v1/tasks"))
                .header("Authorization", "Bearer " + tenant.apiKey())
                .header("Content-Type", "application/json")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new IOException("The API answered " + response.statusCode() + ": " + response.body());
        }
    }
}
