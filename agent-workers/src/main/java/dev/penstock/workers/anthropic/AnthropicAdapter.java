package dev.penstock.workers.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.Timeout;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RunRequest;
import dev.penstock.workers.adapter.RuntimeAdapter;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Runs an attempt as one streamed call of Anthropic's Messages API. The vendor's client never retries: retries, accounting and fallback are
 * Penstock's. Each call runs on its caller's virtual thread, so that their number is bounded by the worker's slots alone.
 */
public final class AnthropicAdapter implements RuntimeAdapter {
    public static final String NAME = "anthropic";
    private static final int IDLE_CONNECTIONS = 256;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final AnthropicClient client;
    private final boolean traceHeaders;

    /**
     * @param baseUrl where the API is, without a path
     * @param traceHeaders whether calls say which attempt they are for, in headers that begin with {@code x-penstock-}. For a provider that
     *     is ours, such as the simulator: a vendor has no need to know.
     */
    public AnthropicAdapter(String baseUrl, String apiKey, boolean traceHeaders) {
        this.traceHeaders = traceHeaders;
        client = AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(apiKey)
                .maxRetries(0)
                .maxIdleConnections(IDLE_CONNECTIONS)
                .keepAliveDuration(Duration.ofMinutes(1))
                .addInterceptor(BoundedBody.interceptor())
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Outcome run(RunRequest request, CallRecorder calls) throws InterruptedException {
        return switch (calls.started(NAME, request.model())) {
            case CallRecorder.Start.No(Outcome outcome) -> outcome;
            case CallRecorder.Start.Go(CallRecorder.Call call) -> call(request, call);
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private Outcome call(RunRequest request, CallRecorder.Call call) {
        Reply reply = new Reply(System.nanoTime());
        Failures.@Nullable Failure failure;
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(params(request), options(request))) {
            Iterator<RawMessageStreamEvent> events = stream.iterator();
            while (!reply.tooLarge() && events.hasNext()) {
                reply.add(events.next());
            }
            failure = reply.failure().map(why -> new Failures.Failure(why, 200)).orElse(null);
        } catch (RuntimeException e) {
            failure = Failures.of(e);
        }
        return failure == null ? succeeded(reply, call) : failed(failure, reply, call);
    }

    private static Outcome succeeded(Reply reply, CallRecorder.Call call) {
        return new Outcome.Success(reply.text(), call.finished(end(CallEnd.OK, reply, 200, "")));
    }

    private static Outcome failed(Failures.Failure failure, Reply reply, CallRecorder.Call call) {
        Outcome.Failure why = failure.outcome();
        Usage usage = call.finished(end(why.kind().code(), reply, failure.httpStatus(), why.message()));
        return new Outcome.Failure(why.kind(), why.message(), why.retryAfter(), usage);
    }

    private static CallEnd end(String status, Reply reply, int httpStatus, String message) {
        return new CallEnd(
                status, reply.inputTokens(), reply.outputTokens(), reply.firstTokenMillis(), httpStatus, message);
    }

    private MessageCreateParams params(RunRequest request) {
        MessageCreateParams.Builder params = MessageCreateParams.builder()
                .model(request.model())
                .maxTokens(request.maxTokens())
                .system(request.system())
                .addUserMessage(request.input());
        if (traceHeaders) {
            params.putAdditionalHeader("x-penstock-tenant", request.tenant());
            params.putAdditionalHeader("x-penstock-role", request.role());
            params.putAdditionalHeader("x-penstock-task", request.taskId());
            params.putAdditionalHeader("x-penstock-attempt", Integer.toString(request.attempt()));
        }
        return params.build();
    }

    private static RequestOptions options(RunRequest request) {
        return RequestOptions.builder()
                .timeout(Timeout.builder()
                        .connect(CONNECT_LIMIT)
                        .read(request.timeout())
                        .write(request.timeout())
                        .request(request.timeout())
                        .build())
                .build();
    }
}
