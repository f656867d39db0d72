package dev.penstock.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A provider that runs on this machine: Anthropic's {@code POST /v1/messages}, plain or streamed, and the control API under {@code /_sim/}.
 *
 * <p>Faults and latency follow from the settings, from {@code PUT /_sim/config}, and from directives in the user's text:
 * {@code [[sim:429 retry-after=2 times=1]]}, {@code [[sim:500 times=2]]}, {@code [[sim:529]]}, {@code [[sim:hang]]}, {@code [[sim:truncate]]},
 * {@code [[sim:latency=2s]]}. {@code times} counts per task (header {@code x-penstock-task}), or per text where the header is absent.
 */
public final class ProviderSimulator implements AutoCloseable {
    private final HttpListener http;
    private final CallJournal journal;
    private final Script script;
    private final String host;

    private ProviderSimulator(SimulatorSettings settings) throws IOException {
        Path file = settings.journalFile();
        journal = file == null
                ? new CallJournal(settings.journalCapacity())
                : CallJournal.in(file, settings.journalCapacity());
        script = new Script(settings.seed(), settings.behaviour());
        host = settings.host();
        MessagesEndpoint messages = new MessagesEndpoint(settings.apiKeys(), script, journal);
        ControlApi control = new ControlApi(script, settings.behaviour(), journal);
        http = new HttpListener(host, settings.port(), (request, reply) -> route(request, reply, messages, control));
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @throws IOException when the port is taken
     */
    public static ProviderSimulator start(SimulatorSettings settings) throws IOException {
        return new ProviderSimulator(settings);
    }

    /** Without a path, as {@code penstock.anthropic.base-url} wants it. */
    public URI baseUrl() {
        return URI.create("http://" + host + ":" + http.port());
    }

    public CallJournal journal() {
        return journal;
    }

    public CallStats stats() {
        return journal.stats();
    }

    /** Changes latency and rules, as {@code PUT /_sim/config} does. */
    public void behave(Behaviour behaviour) {
        script.replace(behaviour);
    }

    /** Cuts all connections and stops. */
    @Override
    public void close() {
        http.close();
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the journal", e);
        }
    }

    private static void route(HttpRequest request, HttpReply reply, MessagesEndpoint messages, ControlApi control)
            throws IOException, InterruptedException {
        if (request.path().startsWith("/_sim/")) {
            control.handle(request, reply);
        } else if (!request.path().equals("/v1/messages")) {
            refuse(reply, new ApiError(404, "not_found_error", "Not Found"));
        } else if (!request.method().equals("POST")) {
            refuse(reply, new ApiError(405, "invalid_request_error", "Method Not Allowed"));
        } else {
            messages.handle(request, reply);
        }
    }

    private static void refuse(HttpReply reply, ApiError error) throws IOException {
        reply.send(
                error.status(),
                Map.of("Content-Type", "application/json"),
                error.body("").getBytes(StandardCharsets.UTF_8));
    }
}
