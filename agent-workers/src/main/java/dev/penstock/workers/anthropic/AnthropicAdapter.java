package dev.penstock.workers.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.Timeout;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Turn;
import java.time.Duration;
import java.util.Iterator;

/**
 * Makes streamed calls of Anthropic's Messages API. The vendor's client never retries: retries, accounting and fallback are Penstock's. Each
 * call runs on its caller's virtual thread, so that their number is bounded by the worker's slots alone.
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
    public CallResult call(CallRequest request, Answer answer) {
        Reply reply = new Reply(answer);
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(params(request), options(request))) {
            answer.status(200);
            Iterator<RawMessageStreamEvent> events = stream.iterator();
            while (!answer.isTooLarge() && events.hasNext()) {
                reply.add(events.next());
            }
            return reply.result();
        } catch (RuntimeException e) {
            Failures.Failure failure = Failures.of(e);
            answer.status(failure.httpStatus());
            return failure.result();
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private MessageCreateParams params(CallRequest request) {
        MessageCreateParams.Builder params =
                MessageCreateParams.builder().model(request.model()).maxTokens(request.maxTokens());
        if (!request.system().isEmpty()) {
            params.system(request.system());
        }
        for (Turn turn : request.turns()) {
            switch (turn.speaker()) {
                case USER -> params.addUserMessage(turn.text());
                case MODEL -> params.addAssistantMessage(turn.text());
            }
        }
        if (traceHeaders) {
            CallOrigin origin = request.origin();
            params.putAdditionalHeader("x-penstock-tenant", origin.tenant());
            params.putAdditionalHeader("x-penstock-role", origin.role());
            params.putAdditionalHeader("x-penstock-task", origin.taskId());
            params.putAdditionalHeader("x-penstock-attempt", Integer.toString(origin.attempt()));
        }
        return params.build();
    }

    private static RequestOptions options(CallRequest request) {
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
