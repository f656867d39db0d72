package dev.penstock.workers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.http.AdapterContract;
import dev.penstock.workers.http.CannedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesAdapterTest extends AdapterContract {
    private static final String SSE = "text/event-stream; charset=utf-8";
    private static final String ITEM =
            "\"item_id\":\"msg_67c9fdcf37fc8190ba82116e33fb28c5\",\"output_index\":0,\"content_index\":0";
    private static final String USAGE =
            "{\"input_tokens\":37,\"input_tokens_details\":{\"cached_tokens\":20},\"output_tokens\":11,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":48}";

    @Override
    protected RuntimeAdapter adapter(ProviderSimulator at, String key, boolean traceHeaders) {
        return new OpenAiAdapter(at.openAiUrl().toString(), key, OpenAiApi.RESPONSES, traceHeaders);
    }

    @Override
    protected String model() {
        return "gpt-5.1";
    }

    @Test
    void shouldReadAStreamAsItIsDocumented() throws Exception {
        String stream = begin()
                + event("response.output_text.delta", ITEM + ",\"delta\":\"Good \"")
                + event("response.output_text.delta", ITEM + ",\"delta\":\"bread.\"")
                + event("response.output_text.done", ITEM + ",\"text\":\"Good bread.\"")
                + event("response.completed", response("completed", "null", "null", USAGE));
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            CallResult result = call(server);

            assertThat(result).isEqualTo(new CallResult.Answered());
            assertThat(pieces).containsExactly("Good ", "bread.");
            assertThat(answer.tokens()).isEqualTo(new Tokens(37, 20, 11));
            assertThat(server.asked().path()).isEqualTo("/v1/responses");
            assertThat(server.asked().headers()).containsEntry("authorization", "Bearer " + KEY);
            assertThat(server.asked().body())
                    .contains(
                            "\"instructions\":\"You write.\"",
                            "\"store\":false",
                            "\"max_output_tokens\":1000",
                            "\"role\":\"assistant\"");
        }
    }

    @Test
    void shouldTakeARefusalForNoAnswer() throws Exception {
        String stream = begin()
                + event("response.refusal.delta", ITEM + ",\"delta\":\"I can't help with that.\"")
                + event("response.refusal.done", ITEM + ",\"refusal\":\"I can't help with that.\"")
                + event("response.completed", response("completed", "null", "null", USAGE));
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(failure(call(server)).kind()).isEqualTo(FailureKind.REFUSED);
            assertThat(answer.tokens()).isEqualTo(new Tokens(37, 20, 11));
        }
    }

    @Test
    void shouldTakeAFilteredAnswerForARefusal() throws Exception {
        String stream = begin()
                + event("response.output_text.delta", ITEM + ",\"delta\":\"Good \"")
                + event(
                        "response.incomplete",
                        response("incomplete", "null", "{\"reason\":\"content_filter\"}", USAGE));
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(failure(call(server)).kind()).isEqualTo(FailureKind.REFUSED);
        }
    }

    @Test
    void shouldKeepAnAnswerThatWasCutAtItsLimit() throws Exception {
        String stream = begin()
                + event("response.output_text.delta", ITEM + ",\"delta\":\"Good \"")
                + event(
                        "response.incomplete",
                        response("incomplete", "null", "{\"reason\":\"max_output_tokens\"}", USAGE));
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            assertThat(call(server)).isEqualTo(new CallResult.Answered());
            assertThat(answer.text()).isEqualTo("Good ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "server_error, PROVIDER_ERROR",
        "rate_limit_exceeded, RATE_LIMITED",
        "insufficient_quota, CREDIT_EXHAUSTED"
    })
    void shouldReadAResponseThatFailed(String code, FailureKind kind) throws Exception {
        String error = "{\"code\":\"" + code + "\",\"message\":\"The model failed to generate a response.\"}";
        String stream = begin() + event("response.failed", response("failed", error, "null", "null"));
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).contains("The model failed");
        }
    }

    @Test
    void shouldReadAnErrorWithinAStream() throws Exception {
        String stream = begin()
                + event(
                        "error",
                        "\"code\":\"server_is_overloaded\",\"message\":\"Our servers are overloaded\",\"param\":null");
        try (CannedServer server = CannedServer.streaming(SSE, stream)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(FailureKind.OVERLOADED);
            assertThat(failure.message()).contains("overloaded");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_api_key, UNAUTHORIZED",
        "404, model_not_found, NOT_FOUND",
        "429, insufficient_quota, CREDIT_EXHAUSTED",
        "429, rate_limit_exceeded, RATE_LIMITED",
        "500, server_error, PROVIDER_ERROR"
    })
    void shouldReadErrorsAsTheyAreDocumented(int status, String code, FailureKind kind) throws Exception {
        String body =
                "{\"error\":{\"message\":\"It is so\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\""
                        + code + "\"}}";
        try (CannedServer server = CannedServer.of(status, "application/json", "", body)) {
            assertThat(failure(call(server)).kind()).isEqualTo(kind);
            assertThat(answer.httpStatus()).isEqualTo(status);
        }
    }

    private CallResult call(CannedServer server) throws InterruptedException {
        try (OpenAiAdapter adapter = new OpenAiAdapter(server.url() + "/v1", KEY, OpenAiApi.RESPONSES, false)) {
            return adapter.call(request("Write about bread"), answer);
        }
    }

    private static String begin() {
        return event("response.created", response("in_progress", "null", "null", "null"))
                + event("response.in_progress", response("in_progress", "null", "null", "null"))
                + event(
                        "response.output_item.added",
                        "\"output_index\":0,\"item\":{\"id\":\"msg_67c9fdcf37fc8190ba82116e33fb28c5\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}")
                + event(
                        "response.content_part.added",
                        ITEM + ",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}");
    }

    private static String response(String status, String error, String incomplete, String usage) {
        return "\"response\":{\"id\":\"resp_67c9fdcecf488190bdd9a0409de3a1ec\",\"object\":\"response\",\"created_at\":1741290958,\"status\":\""
                + status + "\",\"error\":" + error + ",\"incomplete_details\":" + incomplete
                + ",\"instructions\":\"You write.\",\"max_output_tokens\":1000,\"model\":\"gpt-5.1\",\"output\":[],\"parallel_tool_calls\":true,"
                + "\"previous_response_id\":null,\"reasoning\":{\"effort\":null,\"summary\":null},\"store\":false,\"temperature\":1.0,"
                + "\"text\":{\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"truncation\":\"disabled\",\"usage\":"
                + usage + ",\"user\":null,\"metadata\":{}}";
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":1," + fields + "}\n\n";
    }
}
