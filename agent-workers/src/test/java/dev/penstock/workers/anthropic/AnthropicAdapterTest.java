package dev.penstock.workers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.RateLimit;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.http.AdapterContract;
import dev.penstock.workers.http.CannedServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicAdapterTest extends AdapterContract {
    private static final String SSE = "text/event-stream; charset=utf-8";

    private static final String START = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant",\
            "model":"claude-sonnet-5-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,\
            "cache_creation_input_tokens":100,"cache_read_input_tokens":400,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type":"ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Good "}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"bread."}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            """;

    private static final String STOP = """
            event: message_stop
            data: {"type":"message_stop"}

            """;

    @Override
    protected RuntimeAdapter adapter(ProviderSimulator at, String key, boolean traceHeaders) {
        return new AnthropicAdapter(at.baseUrl().toString(), key, traceHeaders);
    }

    @Override
    protected String model() {
        return "claude-sonnet-5-5";
    }

    @Test
    void shouldReadAStreamAsItIsDocumented() throws Exception {
        try (CannedServer server = CannedServer.streaming(SSE, START + delta("end_turn", 15) + STOP)) {
            CallResult result = call(server);

            assertThat(result).isEqualTo(new CallResult.Answered());
            assertThat(pieces).containsExactly("Good ", "bread.");
            assertThat(answer.tokens()).isEqualTo(new Tokens(525, 400, 15));
            assertThat(server.asked().path()).isEqualTo("/v1/messages");
            assertThat(server.asked().headers())
                    .containsEntry("authorization", "Bearer " + KEY)
                    .containsKey("anthropic-version")
                    .doesNotContainKey("x-penstock-tenant");
            assertThat(server.asked().body())
                    .contains("\"system\":\"You write.\"", "\"stream\":true", "\"max_tokens\":1000");
        }
    }

    @Test
    void shouldTakeARefusalForNoAnswer() throws Exception {
        try (CannedServer server = CannedServer.streaming(SSE, START + delta("refusal", 4) + STOP)) {
            assertThat(failure(call(server)).kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(answer.tokens().output()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, OVERLOADED",
        "api_error, PROVIDER_ERROR",
        "rate_limit_error, RATE_LIMITED",
        "billing_error, CREDIT_EXHAUSTED"
    })
    void shouldReadAnErrorWithinAStream(String type, FailureKind kind) throws Exception {
        String error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type
                + "\",\"message\":\"Not now\"}}\n\n";
        try (CannedServer server = CannedServer.streaming(SSE, START + error)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).isEqualTo("The provider broke its answer off: Not now");
            assertThat(answer.tokens()).isEqualTo(new Tokens(525, 400, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, 'messages: at least one message is required', INVALID_REQUEST",
        "400, invalid_request_error, 'Your credit balance is too low to access the Anthropic API.', CREDIT_EXHAUSTED",
        "401, authentication_error, invalid x-api-key, UNAUTHORIZED",
        "402, billing_error, Pay first, CREDIT_EXHAUSTED",
        "403, permission_error, Not yours, FORBIDDEN",
        "404, not_found_error, model: claude-none, NOT_FOUND",
        "413, request_too_large, Too large, INVALID_REQUEST",
        "429, rate_limit_error, Slow down, RATE_LIMITED",
        "500, api_error, Internal server error, PROVIDER_ERROR",
        "504, timeout_error, Too slow, TIMEOUT",
        "529, overloaded_error, Overloaded, OVERLOADED"
    })
    void shouldReadErrorsAsTheyAreDocumented(int status, String type, String words, FailureKind kind) throws Exception {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + words
                + "\"},\"request_id\":\"req_011CSHoEeqs5C35K2UUqR7Fy\"}";
        try (CannedServer server = CannedServer.of(status, "application/json", "", body)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).contains(words);
            assertThat(answer.httpStatus()).isEqualTo(status);
            assertThat(answer.tokens()).isEqualTo(Tokens.NONE);
        }
    }

    @Test
    void shouldSendATenantsKeyAndNoOther() throws Exception {
        try (CannedServer server = CannedServer.streaming(SSE, START + delta("end_turn", 15) + STOP);
                AnthropicAdapter adapter = new AnthropicAdapter(server.url(), KEY, false)) {
            adapter.call(request("hello", "tenants-own", Duration.ofSeconds(60)), answer);

            assertThat(server.asked().headers())
                    .containsEntry("authorization", "Bearer tenants-own")
                    .doesNotContainValue(KEY)
                    .doesNotContainValue("Bearer " + KEY);
        }
    }

    @Test
    void shouldReadWhatIsLeftOfTheLimits() throws Exception {
        limit(new RateLimit("anthropic", null, 50, 100_000));

        run("hello");

        assertThat(answer.limits().requests()).isEqualTo(50);
        assertThat(answer.limits().requestsLeft()).isEqualTo(49);
        assertThat(answer.limits().requestsReset()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(61));
        assertThat(answer.limits().tokens()).isEqualTo(100_000);
        assertThat(answer.limits().tokensLeft()).isBetween(1L, 99_999L);
    }

    private CallResult call(CannedServer server) throws InterruptedException {
        try (AnthropicAdapter adapter = new AnthropicAdapter(server.url(), KEY, false)) {
            return adapter.call(request("Write about bread"), answer);
        }
    }

    private static String delta(String stopReason, int outputTokens) {
        return "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + stopReason
                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" + outputTokens + "}}\n\n";
    }
}
