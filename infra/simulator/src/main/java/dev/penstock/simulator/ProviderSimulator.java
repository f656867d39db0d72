package dev.penstock.simulator;

import dev.penstock.simulator.webhook.RuntimeSecrets;
import dev.penstock.simulator.webhook.SimulatedRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Providers that run on this machine: Anthropic's {@code POST /v1/messages}, OpenAI's {@code POST /v1/chat/completions} and {@code /v1/responses}, and Ollama's
 * {@code POST /api/chat}, each plain or streamed, tenants' own runtimes at {@code POST /runtime}, and the control API under {@code /_sim/}.
 *
 * <p>Faults, latency and limits follow from the settings, from {@code PUT /_sim/config}, and from directives in the user's text, such as
 * {@code [[sim:429 retry-after=2 times=1]]}, {@code [[sim:500 times=2]]}, {@code [[sim:hang]]} (each {@link Fault} by its word) and {@code [[sim:latency=2s]]}. {@code times} counts per task (header {@code x-penstock-task}), or per text where the header is absent.
 */
public final class ProviderSimulator implements AutoCloseable {
    /** Where tenants' runtimes are. */
    public static final String RUNTIME_PATH = WebhookProtocol.PATH;

    private final HttpListener http;
    private final CallJournal journal;
    private final Script script;
    private final RateLimits limits = new RateLimits();
    private final SimulatedRuntime runtime;
    private final String host;

    private ProviderSimulator(SimulatorSettings settings) throws IOException {
        Path file = settings.journalFile();
        journal = file == null
                ? new CallJournal(settings.journalCapacity())
                : CallJournal.in(file, settings.journalCapacity());
        script = new Script(settings.seed(), settings.behaviour(), System::nanoTime);
        limits.replace(settings.behaviour().limits());
        Path secrets = settings.webhookSecrets();
        runtime = new SimulatedRuntime(secrets == null ? new RuntimeSecrets() : RuntimeSecrets.in(secrets));
        host = settings.host();
        Map<String, ModelEndpoint> models = Map.of(
                AnthropicProtocol.PATH, endpoint(new AnthropicProtocol(), settings),
                ChatProtocol.PATH, endpoint(new ChatProtocol(), settings),
                ResponsesProtocol.PATH, endpoint(new ResponsesProtocol(), settings),
                OllamaProtocol.PATH, endpoint(new OllamaProtocol(), settings));
        ControlApi control = new ControlApi(script, limits, settings.behaviour(), journal, runtime);
        WebhookEndpoint webhook = new WebhookEndpoint(runtime, script, limits, journal);
        http = new HttpListener(
                host, settings.port(), (request, reply) -> route(request, reply, models, webhook, control));
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @throws IOException when the port is taken
     */
    public static ProviderSimulator start(SimulatorSettings settings) throws IOException {
        return new ProviderSimulator(settings);
    }

    private ModelEndpoint endpoint(Protocol protocol, SimulatorSettings settings) {
        return new ModelEndpoint(protocol, settings.apiKeys(), script, limits, journal);
    }

    /** Without a path, as {@code penstock.anthropic.base-url} and {@code penstock.ollama.base-url} want it. */
    public URI baseUrl() {
        return URI.create("http://" + host + ":" + http.port());
    }

    /** As {@code penstock.openai.base-url} wants it. */
    public URI openAiUrl() {
        return baseUrl().resolve("/v1");
    }

    /** Where a tenant's runtime is, as its allocation's {@code webhook_url} wants it. */
    public URI runtimeUrl() {
        return baseUrl().resolve(RUNTIME_PATH);
    }

    /** What tenants' runtimes said, and the secrets that they say it with. */
    public SimulatedRuntime runtime() {
        return runtime;
    }

    public CallJournal journal() {
        return journal;
    }

    public CallStats stats() {
        return journal.stats();
    }

    /** What tenants have used within any minute, as {@code GET /_sim/usage} has it. */
    public List<Usage> usage() {
        return Usage.of(journal.all(), RateLimits.WINDOW_MILLIS);
    }

    /** Changes latency, rules and limits, as {@code PUT /_sim/config} does. */
    public void behave(Behaviour behaviour) {
        script.replace(behaviour);
        limits.replace(behaviour.limits());
    }

    /** Cuts all connections and stops. */
    @Override
    public void close() {
        http.close();
        runtime.close();
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the journal", e);
        }
    }

    private static void route(
            HttpRequest request,
            HttpReply reply,
            Map<String, ModelEndpoint> models,
            WebhookEndpoint webhook,
            ControlApi control)
            throws IOException, InterruptedException {
        ModelEndpoint endpoint = models.get(request.path());
        if (request.path().startsWith("/_sim/")) {
            control.handle(request, reply);
        } else if (endpoint == null && !request.path().equals(WebhookProtocol.PATH)) {
            refuse(reply, new ApiError(404, "not_found_error", "Not Found"));
        } else if (!request.method().equals("POST")) {
            refuse(reply, new ApiError(405, "invalid_request_error", "Method Not Allowed"));
        } else if (endpoint == null) {
            webhook.handle(request, reply);
        } else {
            endpoint.handle(request, reply);
        }
    }

    private static void refuse(HttpReply reply, ApiError error) throws IOException {
        reply.send(
                error.status(),
                Map.of("Content-Type", "application/json"),
                error.body("").getBytes(StandardCharsets.UTF_8));
    }
}
