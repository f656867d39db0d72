package dev.penstock.simulator;

import dev.penstock.simulator.webhook.AcceptedTask;
import dev.penstock.simulator.webhook.CallbackKind;
import dev.penstock.simulator.webhook.RuntimeMessage;
import dev.penstock.simulator.webhook.SimulatedRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's own runtime, for one task that it is sent: it accepts the task and calls back, or answers at once where its script says so. */
final class WebhookProtocol implements Protocol {
    static final String PATH = "/runtime";
    static final String PROVIDER = "webhook";
    private static final int MAX_TOKENS = 50_000;

    /** How long the runtime says that it may be silent, besides the time that the task takes. */
    private static final long SILENCE_SECONDS = 10;

    /** The same while nobody knows how long the task takes. */
    private static final long HELD_SECONDS = 3_600;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final SimulatedRuntime runtime;
    private final RuntimeMessage message;

    WebhookProtocol(SimulatedRuntime runtime, RuntimeMessage message) {
        this.runtime = runtime;
        this.message = message;
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public Caller caller(HttpRequest http) {
        return new Caller(message.tenant(), message.role(), message.taskId(), message.attempt(), "");
    }

    @Override
    public void authenticate(HttpRequest http, Caller caller, Set<String> apiKeys) throws ApiError {
        requireSignature(runtime, message, http);
    }

    static void requireSignature(SimulatedRuntime runtime, RuntimeMessage message, HttpRequest http) throws ApiError {
        if (!runtime.secrets()
                .verifies(
                        message.tenant(),
                        http.header("webhook-id"),
                        http.header("webhook-timestamp"),
                        http.header("webhook-signature"),
                        http.body(),
                        System.currentTimeMillis())) {
            throw new ApiError(401, ApiError.AUTHENTICATION, "The tenant's webhook secret has not signed this");
        }
    }

    @Override
    public ModelRequest parse(byte[] body) throws ApiError {
        String asked = message.correction().isEmpty() ? message.input() : message.input() + "\n" + message.correction();
        return ModelRequest.of(
                        PROVIDER,
                        MAX_TOKENS,
                        false,
                        message.instructions(),
                        asked,
                        message.instructions().length() + asked.length())
                .after(message.correction().isEmpty() ? 0 : 1);
    }

    @Override
    public String whole(Exchange exchange) {
        String usage = usage(exchange.figures());
        return "{\"output\":" + Json.quoted(exchange.answer().text()) + (usage.isEmpty() ? "" : ",\"usage\":" + usage)
                + "}";
    }

    @Override
    public Optional<String> takeOver(Exchange exchange, Script.Fate fate, Call call) {
        if (fate.callback() == CallbackKind.NONE) {
            return Optional.empty();
        }
        long patience = patienceSeconds(fate);
        AcceptedTask task = new AcceptedTask(
                message,
                fate.callback(),
                fate.progress(),
                fate.pace().totalNanos(),
                patience,
                Json.quoted(exchange.answer().text()),
                usage(exchange.figures()));
        call.takenOver();
        runtime.accept(task, new SimulatedRuntime.Account() {
            @Override
            public void did(double share) {
                call.generated((int) (share * exchange.answer().tokens()));
            }

            @Override
            public void ended(String outcome) {
                call.end(outcome);
            }
        });
        return Optional.of("{\"patienceSeconds\":" + patience + "}");
    }

    private static long patienceSeconds(Script.Fate fate) {
        if (fate.patienceSeconds() > 0) {
            return fate.patienceSeconds();
        }
        return fate.callback() == CallbackKind.HELD
                ? HELD_SECONDS
                : fate.pace().totalNanos() / NANOS_PER_SECOND / (fate.progress() + 1) + SILENCE_SECONDS;
    }

    private static String usage(Figures figures) {
        return figures.told()
                ? "{\"inputTokens\":" + figures.input() + ",\"outputTokens\":" + figures.output() + "}"
                : "";
    }

    @Override
    public String error(ApiError error, String requestId) {
        return "{\"error\":" + Json.quoted(error.message()) + "}";
    }

    @Override
    public Map<String, String> headers(String requestId) {
        return Map.of();
    }

    @Override
    public Map<String, String> limits(RateLimits.State state) {
        return Map.of();
    }

    @Override
    public ApiError quota() {
        return new ApiError(402, ApiError.BILLING, "The runtime's own account has no credit");
    }

    /** Pieces come only where a fault has the runtime answer without end. */
    @Override
    public String streamType() {
        return "application/json";
    }

    @Override
    public List<String> opening(Exchange exchange) {
        return List.of("{\"output\":\"");
    }

    @Override
    public String delta(Exchange exchange, String text) {
        return text;
    }

    @Override
    public List<String> closing(Exchange exchange) {
        return List.of("\"}");
    }

    @Override
    public String broken(Exchange exchange) {
        return "\"";
    }
}
