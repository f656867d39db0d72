package dev.penstock.workers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.RateLimit;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.ProviderLimits;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.http.AdapterContract;
import dev.penstock.workers.http.CannedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatAdapterTest extends AdapterContract {
    private static final String SSE = "text/event-stream; charset=utf-8";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String USAGE =
            "{\"prompt_tokens\":2006,\"completion_tokens\":300,\"total_tokens\":2306,\"prompt_tokens_details\":{\"cached_tokens\":1920},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";

    @Override
    protected RuntimeAdapter adapter(ProviderSimulator at, String key, boolean traceHeaders) {
        return new OpenAiAdapter(at.openAiUrl().toString(), key, OpenAiApi.CHAT, traceHeaders);
    }

    @Override
    protected String model() {
        return "gpt-5.1";
    }

    @Test
    void shouldReadAStreamAsItIsDocumented() throws Exception {
        String stream = chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null")
                + chunk("{\"content\":\"Good \"}", "null")
                + chunk("{\"content\":\"bread.\"}", "null")
                + chunk("{}", "\"stop\"")
                + usage(USAGE)
                + DONE;
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            CallResult result = call(server);

            assertThat(result).isEqualTo(new CallResult.Answered());
            assertThat(pieces).containsExactly("Good ", "bread.");
            assertThat(answer.tokens()).isEqualTo(new Tokens(2006, 1920, 300));
            assertThat(server.asked().path()).isEqualTo("/v1/chat/completions");
            assertThat(server.asked().headers())
                    .containsEntry("authorization", "Bearer " + KEY)
                    .doesNotContainKey("x-penstock-tenant");
            assertThat(server.asked().body())
                    .contains(
                            "\"stream_options\":{\"include_usage\":true}",
                            "\"stream\":true",
                            "\"max_completion_tokens\":1000",
                            "\"role\":\"system\"");
        }
    }

    @Test
    void shouldTakeARefusalForNoAnswer() throws Exception {
        String stream = chunk("{\"role\":\"assistant\",\"content\":null,\"refusal\":\"\"}", "null")
                + chunk("{\"refusal\":\"I can't help with that.\"}", "null")
                + chunk("{}", "\"stop\"")
                + usage(USAGE)
                + DONE;
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(failure(call(server)).kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(answer.tokens().output()).isEqualTo(300);
        }
    }

    @Test
    void shouldTakeAFilteredAnswerForARefusal() throws Exception {
        String stream =
                chunk("{\"content\":\"Some\"}", "null") + chunk("{}", "\"content_filter\"") + usage(USAGE) + DONE;
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(failure(call(server)).kind()).isEqualTo(FailureKind.REFUSED);
        }
    }

    @Test
    void shouldKeepAnAnswerThatWasCutAtItsLimit() throws Exception {
        String stream = chunk("{\"content\":\"Some\"}", "null") + chunk("{}", "\"length\"") + usage(USAGE) + DONE;
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(call(server)).isEqualTo(new CallResult.Answered());
            assertThat(answer.text()).isEqualTo("Some");
        }
    }

    @Test
    void shouldTakeAGatewayThatDoesNotTellItsUsage() throws Exception {
        String stream = chunk("{\"content\":\"Some\"}", "null") + chunk("{}", "\"stop\"") + DONE;
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(call(server)).isEqualTo(new CallResult.Answered());
            assertThat(answer.tokens()).isEqualTo(Tokens.UNKNOWN);
        }
    }

    @Test
    void shouldReadAnErrorWithinAStream() throws Exception {
        String error =
                "data: {\"error\":{\"message\":\"The server had an error while processing your request.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";
        try (CannedServer server = CannedServer.streaming(SSE, chunk("{\"content\":\"Good \"}", "null") + error)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
            assertThat(failure.message()).contains("The server had an error");
            assertThat(answer.tokens().output()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, context_length_exceeded, INVALID_REQUEST",
        "401, invalid_request_error, invalid_api_key, UNAUTHORIZED",
        "403, invalid_request_error, unsupported_country_region_territory, FORBIDDEN",
        "404, invalid_request_error, model_not_found, NOT_FOUND",
        "429, tokens, rate_limit_exceeded, RATE_LIMITED",
        "429, insufficient_quota, insufficient_quota, CREDIT_EXHAUSTED",
        "429, insufficient_quota, billing_hard_limit_reached, CREDIT_EXHAUSTED",
        "500, server_error, server_error, PROVIDER_ERROR",
        "503, service_unavailable_error, server_is_overloaded, OVERLOADED",
        "503, service_unavailable_error, slow_down, OVERLOADED"
    })
    void shouldReadErrorsAsTheyAreDocumented(int status, String type, String code, FailureKind kind) throws Exception {
        String body = "{\"error\":{\"message\":\"It is so\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
                + "\"}}";
        try (CannedServer server = CannedServer.of(status, "application/json", "", body)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).isEqualTo("The provider answered " + status + ": It is so");
            assertThat(answer.httpStatus()).isEqualTo(status);
            assertThat(answer.tokens()).isEqualTo(Tokens.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"'{\"error\":{\"message\":\"No\"}}'", "'{\"detail\":\"No\"}'", "<html>No</html>", "''"})
    void shouldTakeErrorsThatGatewaysMakeUp(String body) throws Exception {
        try (CannedServer server = CannedServer.of(429, "application/json", "retry-after: 3\n", body)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void shouldSendATenantsKeyAndNoOther() throws Exception {
        try (CannedServer server = CannedServer.streaming(SSE, chunk("{}", "\"stop\"") + DONE);
                OpenAiAdapter adapter = new OpenAiAdapter(server.url(), KEY, OpenAiApi.CHAT, false)) {
            adapter.call(request("hello", "tenants-own", Duration.ofSeconds(60)), answer);

            assertThat(server.asked().headers())
                    .containsEntry("authorization", "Bearer tenants-own")
                    .doesNotContainValue("Bearer " + KEY);
        }
    }

    @Test
    void shouldShowNoKeyInAnError() throws Exception {
        String body =
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-proj-****wxyz. You can find your API key at your account.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}";
        try (CannedServer server = CannedServer.of(401, "application/json", "", body)) {
            assertThat(failure(call(server)).message())
                    .contains("Incorrect API key")
                    .doesNotContain("wxyz");
        }
    }

    @Test
    void shouldReadWhatIsLeftOfTheLimits() throws Exception {
        String headers = """
                x-ratelimit-limit-requests: 60
                x-ratelimit-limit-tokens: 150000
                x-ratelimit-remaining-requests: 0
                x-ratelimit-remaining-tokens: 149984
                x-ratelimit-reset-requests: 1s
                x-ratelimit-reset-tokens: 6m0s
                retry-after-ms: 1250
                retry-after: 2
                """;
        try (CannedServer server = CannedServer.of(429, "application/json", headers, "{\"error\":{}}")) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1250));
            assertThat(answer.limits())
                    .isEqualTo(
                            new ProviderLimits(60, 0, Duration.ofSeconds(1), 150_000, 149_984, Duration.ofMinutes(6)));
        }
    }

    @Test
    void shouldReadWhatIsLeftOfTheLimitsOfAGoodAnswerToo() throws Exception {
        limit(new RateLimit("openai", null, 50, 100_000));

        run("hello");

        assertThat(answer.limits().requestsLeft()).isEqualTo(49);
        assertThat(answer.limits().requestsReset()).isEqualTo(Duration.ofMinutes(1));
    }

    private CallResult call(CannedServer server) throws InterruptedException {
        try (OpenAiAdapter adapter = new OpenAiAdapter(server.url() + "/v1", KEY, OpenAiApi.CHAT, false)) {
            return adapter.call(request("Write about bread"), answer);
        }
    }

    private static String chunk(String delta, String finishReason) {
        return "data: {\"id\":\"chatcmpl-123\",\"object\":\"chat.completion.chunk\",\"created\":1694268190,\"model\":\"gpt-5.1\","
                + "\"system_fingerprint\":\"fp_44709d6fcb\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}],\"usage\":null}\n\n";
    }

    private static String usage(String usage) {
        return "data: {\"id\":\"chatcmpl-123\",\"object\":\"chat.completion.chunk\",\"created\":1694268190,\"model\":\"gpt-5.1\","
                + "\"choices\":[],\"usage\":" + usage + "}\n\n";
    }
}
