package dev.penstock.workers.ollama;

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

class OllamaAdapterTest extends AdapterContract {
    private static final String NDJSON = "application/x-ndjson";
    private static final String BEGIN = """
            {"model":"qwen3:8b","created_at":"2023-08-04T08:52:19.385406455-07:00","message":{"role":"assistant","content":"Good "},"done":false}
            {"model":"qwen3:8b","created_at":"2023-08-04T08:52:19.485406455-07:00","message":{"role":"assistant","content":"bread."},"done":false}
            """;

    @Override
    protected RuntimeAdapter adapter(ProviderSimulator at, String key, boolean traceHeaders) {
        // A server of one's own wants no key; what is sent is a tenant's.
        return new OllamaAdapter(at.baseUrl().toString(), key, "", traceHeaders);
    }

    @Override
    protected String model() {
        return "qwen3:8b";
    }

    @Test
    void shouldReadAStreamAsItIsDocumented() throws Exception {
        try (CannedServer server = CannedServer.streaming(
                NDJSON,
                BEGIN
                        + end(
                                "stop",
                                "\"prompt_eval_count\":26,\"prompt_eval_duration\":342546000,\"eval_count\":282"))) {
            CallResult result = call(server);

            assertThat(result).isEqualTo(new CallResult.Answered());
            assertThat(pieces).containsExactly("Good ", "bread.");
            assertThat(answer.tokens()).isEqualTo(new Tokens(26, 282));
            assertThat(server.asked().path()).isEqualTo("/api/chat");
            assertThat(server.asked().headers()).doesNotContainKeys("authorization", "x-penstock-tenant");
            assertThat(server.asked().body())
                    .isEqualTo(
                            "{\"model\":\"qwen3:8b\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":\"You write.\"},"
                                    + "{\"role\":\"user\",\"content\":\"Hello?\"},{\"role\":\"assistant\",\"content\":\"Yes?\"},"
                                    + "{\"role\":\"user\",\"content\":\"Write about bread\"}],\"options\":{\"num_predict\":1000},\"keep_alive\":\"10m\"}");
        }
    }

    @Test
    void shouldTakeAPromptOutOfTheCacheForNothingRead() throws Exception {
        try (CannedServer server = CannedServer.streaming(NDJSON, BEGIN + end("stop", "\"eval_count\":282"))) {
            assertThat(call(server)).isEqualTo(new CallResult.Answered());
            assertThat(answer.tokens()).isEqualTo(new Tokens(0, 282));
        }
    }

    @Test
    void shouldReadAnErrorWithinAStream() throws Exception {
        String error = "{\"error\":\"an error was encountered while running the model: unexpected EOF\"}\n";
        try (CannedServer server = CannedServer.streaming(NDJSON, BEGIN + error)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
            assertThat(failure.message()).contains("unexpected EOF");
            assertThat(answer.tokens().output()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid options, INVALID_REQUEST",
        "404, 'model \"qwen3:8b\" not found, try pulling it first', NOT_FOUND",
        "500, llama runner process has terminated, PROVIDER_ERROR",
        "503, 'server busy, please try again.  maximum pending requests exceeded', OVERLOADED"
    })
    void shouldReadErrorsAsTheyAreDocumented(int status, String words, FailureKind kind) throws Exception {
        String body = "{\"error\":\"" + words.replace("\"", "\\\"") + "\"}";
        try (CannedServer server = CannedServer.of(status, "application/json; charset=utf-8", "", body)) {
            CallResult.Failed failure = failure(call(server));

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message())
                    .isEqualTo("The provider answered " + status + ": " + words.replace("  ", " "));
            assertThat(answer.httpStatus()).isEqualTo(status);
        }
    }

    private CallResult call(CannedServer server) throws InterruptedException {
        try (OllamaAdapter adapter = new OllamaAdapter(server.url() + "/", "", "10m", false)) {
            return adapter.call(request("Write about bread"), answer);
        }
    }

    private static String end(String reason, String counts) {
        return "{\"model\":\"qwen3:8b\",\"created_at\":\"2023-08-04T19:22:45.499127Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"done\":true,\"done_reason\":\"" + reason
                + "\",\"total_duration\":4883583458,\"load_duration\":1334875," + counts
                + ",\"eval_duration\":4535599000}\n";
    }
}
