package dev.penstock.chaos;

import dev.penstock.chaos.Cancels.Spread;
import dev.penstock.local.StackInfo;
import dev.penstock.local.TenantAccess;
import dev.penstock.schemas.v1.LlmCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Cancels tasks whose calls are under way, and tells later from the provider's journal when these ended. */
final class Canceller {
    /** Ends that come right after are none of its doing. */
    private static final long LEAST_LEFT_MILLIS = 5_000;

    private static final int MOST = 200;

    /** How records call a call that was broken off. */
    private static final String STOPPED = "stopped";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Long> askedAt = new HashMap<>();

    /** Cancels every fourth, and no more than 200, of those that have long to go; {@code call} is the longest that any takes. */
    void cancel(StackInfo stack, List<ProviderCall> calls, Duration call) throws IOException, InterruptedException {
        Map<String, String> keys =
                stack.tenants().stream().collect(Collectors.toMap(TenantAccess::name, TenantAccess::apiKey));
        long youngEnough = System.currentTimeMillis() - Math.max(0, call.toMillis() / 2 - LEAST_LEFT_MILLIS);
        List<ProviderCall> running = calls.stream()
                .filter(one -> one.isRunning() && one.beginMillis() > youngEnough)
                .toList();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < running.size() && askedAt.size() < MOST; i += 4) {
                ProviderCall one = running.get(i);
                long now = System.currentTimeMillis();
                int status = http.send(
                                HttpRequest.newBuilder(
                                                URI.create(stack.apiUrl() + "/v1/tasks/" + one.task() + "/cancel"))
                                        .timeout(TIMEOUT)
                                        .header("Authorization", "Bearer " + keys.getOrDefault(one.tenant(), ""))
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == 202) {
                    askedAt.put(one.task(), now);
                }
            }
        }
    }

    /**
     * @param calls the whole journal, once all is quiet
     * @param records every record of {@code penstock.llm-calls}
     */
    Cancels measured(List<ProviderCall> calls, List<LlmCall> records, LeaseEnds ends) {
        List<ProviderCall> ended = calls.stream()
                .filter(call -> askedAt.containsKey(call.task()) && !call.isOk() && !call.isRunning())
                .toList();
        return new Cancels(
                askedAt.size(),
                ended.size(),
                Spread.of(ended.stream().mapToLong(call -> ends.of(call.task(), call.attempt()) - askedAt(call))),
                Spread.of(records.stream()
                        .filter(call ->
                                call.getFinished().getStatus().equals(STOPPED) && askedAt.containsKey(call.getTaskId()))
                        .mapToLong(call -> call.getStartedAtMillis()
                                + call.getFinished().getLatencyMillis()
                                - askedAt.getOrDefault(call.getTaskId(), 0L))),
                Spread.of(ended.stream().mapToLong(call -> call.endMillis() - askedAt(call))),
                Spread.of(ended.stream().mapToLong(call -> ends.readAt(call.task(), call.attempt()) - askedAt(call))));
    }

    private long askedAt(ProviderCall call) {
        return askedAt.getOrDefault(call.task(), 0L);
    }
}
