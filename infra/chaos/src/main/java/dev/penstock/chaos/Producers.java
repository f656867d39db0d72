package dev.penstock.chaos;

import dev.penstock.audit.Submission;
import dev.penstock.local.StackInfo;
import dev.penstock.local.TenantAccess;
import dev.penstock.schemas.TaskIds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tenants: hand tasks in over REST, so many a second, and ask again under the same idempotency key until they are answered, as a client
 * should that does not know what became of its request.
 */
final class Producers implements AutoCloseable {
    private static final int CONNECTIONS = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** How long one task is tried. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final String api;
    private final Map<String, String> keys;
    private final int perSecond;
    private final Semaphore connections = new Semaphore(CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Submission> submissions = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    Producers(StackInfo stack, int perSecond) {
        this.api = stack.apiUrl();
        this.perSecond = perSecond;
        this.keys = stack.tenants().stream().collect(Collectors.toMap(TenantAccess::name, TenantAccess::apiKey));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .executor(threads)
                .build();
    }

    /** Hands all in; returns when each was answered or given up. */
    void run(List<Work> works) throws InterruptedException {
        Semaphore open = new Semaphore(0);
        for (Work work : works) {
            long begin = System.nanoTime();
            connections.acquire();
            threads.execute(() -> {
                try {
                    handIn(work);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    connections.release();
                    open.release();
                }
            });
            // What could not be handed in while the API was away is not made up for in a burst.
            Thread.sleep(Duration.ofNanos(Math.max(0, begin + 1_000_000_000L / perSecond - System.nanoTime())));
        }
        open.acquire(works.size());
    }

    private void handIn(Work work) throws InterruptedException {
        String body = JSON.writeValueAsString(Map.of("role", work.role(), "tier", work.tier(), "input", work.input()));
        boolean taken = untilAnswered(request(work, "/v1/tasks", body)
                .header("Idempotency-Key", work.key())
                .build());
        String id = TaskIds.fromKey(work.tenant(), work.key()).toString();
        synchronized (submissions) {
            submissions.add(new Submission(work.tenant(), id, taken));
        }
        if (taken) {
            answered.incrementAndGet();
        }
        if (taken && work.cancelled()) {
            untilAnswered(request(work, "/v1/tasks/" + id + "/cancel", "").build());
        }
    }

    private HttpRequest.Builder request(Work work, String path, String body) {
        return HttpRequest.newBuilder(URI.create(api + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + keys.getOrDefault(work.tenant(), ""))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Whether it was taken; false also when it was refused, or never answered for all patience. */
    private boolean untilAnswered(HttpRequest request) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int turn = 0; System.nanoTime() < deadline; turn++) {
            if (turn > 0) {
                repeats.incrementAndGet();
                Thread.sleep(PAUSE);
            }
            try {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == 202) {
                    return true;
                }
                // A task that was handed in is not known at once to who cancels it.
                boolean mayPass = status == 429 || status >= 500 || status == 404;
                if (!mayPass) {
                    refused.incrementAndGet();
                    return false;
                }
            } catch (IOException e) {
                // The API or what it needs is down just now; whether the request got through is not known, which the
                // key is for.
                continue;
            }
        }
        return false;
    }

    List<Submission> submissions() {
        synchronized (submissions) {
            return List.copyOf(submissions);
        }
    }

    /** Tasks that were taken. */
    int answered() {
        return answered.get();
    }

    /** Requests made again since no answer came, or none that says yes or no. */
    int repeats() {
        return repeats.get();
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        http.shutdownNow();
    }
}
