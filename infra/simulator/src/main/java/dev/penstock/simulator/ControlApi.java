package dev.penstock.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.simulator.webhook.SimulatedRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /_sim/…}: sets behaviour and secrets, reads journal, callbacks, stats and usage. */
final class ControlApi {
    static final int MAX_PAGE = 10_000;
    private static final int DEFAULT_PAGE = 1_000;
    private static final int DEFAULT_WINDOW_SECONDS = 60;

    private final Script script;
    private final RateLimits limits;
    private final Behaviour initial;
    private final CallJournal journal;
    private final SimulatedRuntime runtime;

    ControlApi(Script script, RateLimits limits, Behaviour initial, CallJournal journal, SimulatedRuntime runtime) {
        this.limits = limits;
        this.script = script;
        this.initial = initial;
        this.journal = journal;
        this.runtime = runtime;
    }

    /** The body of {@code PUT /_sim/config}; a part left out is as the simulator started. */
    record Config(
            @Nullable Latency latency,
            @Nullable List<FaultRule> rules,
            @Nullable List<RateLimit> limits) {}

    /** A page of {@code GET /_sim/journal?after=ID&limit=N}: continue with {@code after=next}; calls below {@code oldest} are forgotten. */
    record Page(
            List<CallRecord> calls,
            long next,
            @JsonProperty("oldest") long oldest) {}

    /** The body of {@code PUT /_sim/webhook-secrets}: replaces the secret of the tenant. */
    record Secrets(String tenant, String secret) {}

    void handle(HttpRequest request, HttpReply reply) throws IOException {
        try {
            reply.send(200, Map.of("Content-Type", "application/json"), answer(request));
        } catch (ApiError e) {
            reply.send(
                    e.status(),
                    Map.of("Content-Type", "application/json"),
                    e.body("").getBytes(StandardCharsets.UTF_8));
        }
    }

    private byte[] answer(HttpRequest request) throws ApiError {
        return switch (request.method() + " " + request.path()) {
            case "GET /_sim/config" -> Json.bytes(script.behaviour());
            case "PUT /_sim/config" -> Json.bytes(replace(Json.read(request.body(), Config.class)));
            case "GET /_sim/stats" -> Json.bytes(journal.stats());
            case "GET /_sim/usage" ->
                Json.bytes(Usage.of(journal.all(), 1_000 * number(request, "seconds", DEFAULT_WINDOW_SECONDS)));
            case "GET /_sim/journal" -> Json.bytes(page(request));
            case "GET /_sim/callbacks" -> Json.bytes(runtime.log().all());
            case "PUT /_sim/webhook-secrets" -> Json.bytes(secrets(Json.read(request.body(), Secrets.class)));
            case "POST /_sim/release" -> release();
            case "POST /_sim/reset" -> reset();
            default ->
                throw new ApiError(
                        404, "not_found_error", "No such control: " + request.method() + " " + request.path());
        };
    }

    private Behaviour replace(Config config) {
        Behaviour next = new Behaviour(
                config.latency() == null ? initial.latency() : config.latency(),
                config.rules() == null ? initial.rules() : config.rules(),
                config.limits() == null ? initial.limits() : config.limits());
        script.replace(next);
        limits.replace(next.limits());
        return next;
    }

    private Page page(HttpRequest request) throws ApiError {
        long after = number(request, "after", 0);
        int limit = (int) Math.min(MAX_PAGE, number(request, "limit", DEFAULT_PAGE));
        List<CallRecord> calls = journal.after(after, limit);
        return new Page(calls, calls.isEmpty() ? after : calls.getLast().id(), journal.oldestId());
    }

    private Map<String, String> secrets(Secrets given) throws ApiError {
        try {
            runtime.secrets().put(given.tenant(), given.secret());
            return Map.of("tenant", given.tenant());
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("secret: " + e.getMessage());
        }
    }

    private byte[] release() {
        runtime.release();
        return Json.bytes(Map.of());
    }

    private byte[] reset() {
        journal.reset();
        runtime.log().clear();
        script.reset();
        limits.replace(initial.limits());
        return Json.bytes(script.behaviour());
    }

    private static long number(HttpRequest request, String name, long fallback) throws ApiError {
        String text = request.query().get(name);
        if (text == null) {
            return fallback;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw ApiError.invalid(name + ": Input should be a whole number");
        }
        return Long.parseLong(text);
    }
}
