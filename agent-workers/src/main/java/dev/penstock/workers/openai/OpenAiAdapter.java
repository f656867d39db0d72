package dev.penstock.workers.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.http.AnswerHeaders;
import dev.penstock.workers.http.RateHeaders;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * Makes streamed calls of OpenAI's Responses or Chat Completions API, or of any that is like it. The vendor's client never retries: retries, accounting and
 * fallback are Penstock's. Each call runs on its caller's virtual thread, so that their number is bounded by the worker's slots alone.
 */
public final class OpenAiAdapter implements RuntimeAdapter {
    public static final String NAME = "openai";

    /** What is sent where there is no key: some gateways want none, and the others say so. */
    private static final String NO_KEY = "none";

    private static final int IDLE_CONNECTIONS = 256;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final OpenAIClient client;
    private final OpenAiApi api;
    private final Requests requests;

    /**
     * @param baseUrl where the API is, with the path before {@code /responses} or {@code /chat/completions}, such as {@code https://api.openai.com/v1}
     * @param apiKey the installation's; empty when only tenants with keys of their own call, or none is wanted
     * @param traceHeaders whether calls say which attempt they are for; see {@link dev.penstock.workers.http.TraceHeaders}
     */
    public OpenAiAdapter(String baseUrl, String apiKey, OpenAiApi api, boolean traceHeaders) {
        this.api = api;
        this.requests = new Requests(traceHeaders);
        client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey(apiKey.isEmpty() ? NO_KEY : apiKey)
                .maxRetries(0)
                .maxIdleConnections(IDLE_CONNECTIONS)
                .keepAliveDuration(Duration.ofMinutes(1))
                .addInterceptor(new Wire())
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // what the calls open is closed by stream()
    public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
        RequestOptions options = options(request);
        return switch (api) {
            case RESPONSES ->
                stream(request, answer, new ResponsesReply(answer), () -> client.responses()
                        .withRawResponse()
                        .createStreaming(requests.response(request), options));
            case CHAT ->
                stream(request, answer, new ChatReply(answer), () -> client.chat()
                        .completions()
                        .withRawResponse()
                        .createStreaming(requests.chat(request), options));
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private static <E> CallResult stream(
            CallRequest request, Answer answer, Reply<E> reply, Supplier<HttpResponseFor<StreamResponse<E>>> call)
            throws InterruptedException {
        int status = 0;
        try (HttpResponseFor<StreamResponse<E>> response = call.get();
                StreamResponse<E> stream = response.parse()) {
            status = response.statusCode();
            answer.status(status);
            answer.taken(request.bytes());
            answer.limits(RateHeaders.openAi(AnswerHeaders.of(response.headers()::values)));
            Iterator<E> events = stream.stream().iterator();
            while (!answer.isTooLarge() && events.hasNext()) {
                reply.add(events.next());
            }
            return reply.result();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (e instanceof OpenAIServiceException refusal) {
                answer.limits(RateHeaders.openAi(Failures.headers(refusal)));
            }
            return Failures.of(e, status).in(answer);
        }
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
