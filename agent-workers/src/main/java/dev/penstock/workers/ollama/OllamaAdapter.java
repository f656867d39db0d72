package dev.penstock.workers.ollama;

import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.http.AnswerHeaders;
import dev.penstock.workers.http.BoundedBody;
import dev.penstock.workers.http.CallFailure;
import dev.penstock.workers.http.TraceHeaders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes streamed calls of Ollama's {@code /api/chat}. Each call runs on its caller's virtual thread; one thread for all of them ends those whose time is up.
 */
public final class OllamaAdapter implements RuntimeAdapter {
    public static final String NAME = "ollama";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private static final int UNAVAILABLE = 503;

    /** An error page is no longer than this, or is cut. */
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("ollama-deadlines").daemon().factory());
    private final URI chat;
    private final String apiKey;
    private final String keepAlive;
    private final boolean traceHeaders;

    /**
     * @param baseUrl where the server is, without a path, such as {@code http://127.0.0.1:11434}
     * @param apiKey for a server behind one that wants it; empty for none
     * @param keepAlive how long it keeps a model in memory after a call, as it writes durations ({@code 5m}, {@code -1} for ever); empty leaves it to the server
     * @param traceHeaders whether calls say which attempt they are for; see {@link TraceHeaders}
     */
    public OllamaAdapter(String baseUrl, String apiKey, String keepAlive, boolean traceHeaders) {
        this.apiKey = apiKey;
        this.chat = URI.create(baseUrl.replaceAll("/+$", "") + "/api/chat");
        this.keepAlive = keepAlive;
        this.traceHeaders = traceHeaders;
        // Nearly all calls end before their time: those that did should not be kept until then.
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
        long deadline = System.nanoTime() + request.timeout().toNanos();
        try {
            HttpResponse<InputStream> response = http.send(post(request), HttpResponse.BodyHandlers.ofInputStream());
            try (Timed body = new Timed(response.body(), deadline)) {
                return read(request, response, body, answer);
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return CallFailure.transport(e, 0).in(answer);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        http.shutdownNow();
    }

    private CallResult read(CallRequest request, HttpResponse<InputStream> response, Timed body, Answer answer)
            throws InterruptedException {
        int status = response.statusCode();
        answer.status(status);
        Reply reply = new Reply(answer);
        try {
            if (status != 200) {
                return refusal(response, body.stream()).in(answer);
            }
            answer.taken(request.bytes());
            // A line is bounded by the body.
            BufferedReader lines = new BufferedReader(new InputStreamReader(body.stream(), StandardCharsets.UTF_8));
            // To the end of the body, so that the connection can be used again.
            for (String line = lines.readLine(); line != null && reply.isSound(); line = lines.readLine()) {
                if (!line.isBlank()) {
                    reply.add(JSON.readTree(line));
                }
            }
            return reply.result();
        } catch (JacksonException e) {
            return CallFailure.notInItsFormat(status).in(answer);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (reply.isWhole()) {
                return reply.result();
            }
            return body.isTimeUp()
                    ? CallFailure.timedOut(status).in(answer)
                    : CallFailure.transport(e, status).in(answer);
        }
    }

    private static CallFailure refusal(HttpResponse<InputStream> response, InputStream body) throws IOException {
        String text = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        String words;
        try {
            words = JSON.readTree(text).path("error").asString("");
        } catch (JacksonException e) {
            // A page of something on the way.
            words = "";
        }
        // Its queue is full: it says so with a status that others use for anything.
        FailureKind kind = response.statusCode() == UNAVAILABLE
                ? FailureKind.OVERLOADED
                : CallFailure.kindOf(response.statusCode());
        return CallFailure.answered(
                kind, response.statusCode(), words, AnswerHeaders.of(response.headers()::allValues), Instant.now());
    }

    private HttpRequest post(CallRequest request) {
        HttpRequest.Builder post = HttpRequest.newBuilder(chat)
                .timeout(request.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body(request))));
        String key = request.apiKey().isEmpty() ? apiKey : request.apiKey();
        if (!key.isEmpty()) {
            post.header("Authorization", "Bearer " + key);
        }
        if (traceHeaders) {
            TraceHeaders.of(request.origin()).forEach(post::header);
        }
        return post.build();
    }

    private ObjectNode body(CallRequest request) {
        ObjectNode body = JSON.createObjectNode().put("model", request.model()).put("stream", true);
        ArrayNode messages = body.putArray("messages");
        if (!request.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", request.system());
        }
        for (Turn turn : request.turns()) {
            String role =
                    switch (turn.speaker()) {
                        case USER -> "user";
                        case MODEL -> "assistant";
                    };
            messages.addObject().put("role", role).put("content", turn.text());
        }
        body.putObject("options").put("num_predict", request.maxTokens());
        if (!keepAlive.isEmpty()) {
            body.put("keep_alive", keepAlive);
        }
        return body;
    }

    /** A body that is closed when its time is up: the client's own limit ends with the headers. */
    private final class Timed implements AutoCloseable {
        private final InputStream stream;
        private final AtomicBoolean timeUp = new AtomicBoolean();
        private final ScheduledFuture<?> alarm;

        Timed(InputStream body, long deadlineNanos) {
            stream = BoundedBody.of(body);
            alarm = deadlines.schedule(
                    () -> {
                        timeUp.set(true);
                        cut(body);
                    },
                    deadlineNanos - System.nanoTime(),
                    TimeUnit.NANOSECONDS);
        }

        InputStream stream() {
            return stream;
        }

        boolean isTimeUp() {
            return timeUp.get();
        }

        /** Cuts the connection where the answer is not read to its end. */
        @Override
        public void close() throws IOException {
            alarm.cancel(false);
            stream.close();
        }
    }

    private static void cut(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close an answer", e);
        }
    }
}
