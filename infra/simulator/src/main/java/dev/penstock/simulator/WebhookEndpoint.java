package dev.penstock.simulator;

import dev.penstock.simulator.webhook.RuntimeMessage;
import dev.penstock.simulator.webhook.SimulatedRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Where the tenants' own runtimes take what Penstock sends them: tasks, as a model's endpoint takes calls, and word that one is not wanted any more. */
final class WebhookEndpoint {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final SimulatedRuntime runtime;
    private final Script script;
    private final RateLimits limits;
    private final CallJournal journal;

    WebhookEndpoint(SimulatedRuntime runtime, Script script, RateLimits limits, CallJournal journal) {
        this.runtime = runtime;
        this.script = script;
        this.limits = limits;
        this.journal = journal;
    }

    void handle(HttpRequest http, HttpReply reply) throws IOException, InterruptedException {
        try {
            RuntimeMessage message = read(http);
            if (message.isStop()) {
                WebhookProtocol.requireSignature(runtime, message, http);
                runtime.stop(message);
                reply.send(200, JSON, "{}".getBytes(StandardCharsets.UTF_8));
                return;
            }
            WebhookProtocol protocol = new WebhookProtocol(runtime, message);
            new ModelEndpoint(protocol, Set.of(), script, limits, journal).handle(http, reply);
        } catch (ApiError e) {
            reply.send(e.status(), JSON, e.body("").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static RuntimeMessage read(HttpRequest http) throws ApiError {
        try {
            return RuntimeMessage.read(http.body());
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(String.valueOf(e.getMessage()));
        }
    }
}
