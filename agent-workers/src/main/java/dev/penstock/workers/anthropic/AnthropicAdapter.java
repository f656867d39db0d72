package dev.penstock.workers.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.Timeout;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.http.AnswerHeaders;
import dev.penstock.workers.http.RateHeaders;
import dev.penstock.workers.http.TraceHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

/**
 * Makes streamed calls of Anthropic's Messages API. The vendor's client never retries: retries, accounting and fallback are Penstock's. Each
 * call runs on its caller's virtual thread, so that their number is bounded by the worker's slots alone.
 */
public final class AnthropicAdapter implements RuntimeAdapter {
    public static final String NAME = "anthropic";

    /** What is sent where there is no key, so that the provider says so. */
    private static final String NO_KEY = "none";

    private static final int IDLE_CONNECTIONS = 256;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final AnthropicClient client;
    private final boolean traceHeaders;

    /**
     * @param baseUrl where the API is, without a path
     * @param apiKey the installation's; empty when only tenants with keys of their own call
     * @param traceHeaders whether calls say which attempt they are for, in headers that begin with {@code x-penstock-}. For a provider that
     *     is ours, such as the simulator: a vendor has no need to know.
     */
    public AnthropicAdapter(String baseUrl, String apiKey, boolean traceHeaders) {
        this.traceHeaders = traceHeaders;
        client = AnthropicOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(apiKey.isEmpty() ? NO_KEY : apiKey)
                .maxRetries(0)
                .maxIdleConnections(IDLE_CONNECTIONS)
                .keepAliveDuration(Duration.ofMinutes(1))
                .addInterceptor(Wire.interceptor())
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
        Reply reply = new Reply(answer);
        int status = 0;
        try (HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response =
                        client.messages().withRawResponse().createStreaming(params(request), options(request));
                StreamResponse<RawMessageStreamEvent> stream = response.parse()) {
            status = response.statusCode();
            answer.status(status);
            answer.taken(request.bytes());
            answer.limits(RateHeaders.anthropic(AnswerHeaders.of(response.headers()::values), Instant.now()));
            Iterator<RawMessageStreamEvent> events = stream.iterator();
            while (!answer.isTooLarge() && events.hasNext()) {
                reply.add(events.next());
            }
            return reply.result();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (e instanceof AnthropicServiceException refusal) {
                answer.limits(RateHeaders.anthropic(Failures.headers(refusal), Instant.now()));
            }
            return Failures.of(e, status).in(answer);
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
            TraceHeaders.of(request.origin()).forEach(params::putAdditionalHeader);
        }
        if (!request.apiKey().isEmpty()) {
            // In place of the header with the installation's, which is no tenant's business.
            params.putAdditionalHeader("Authorization", "Bearer " + request.apiKey());
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
