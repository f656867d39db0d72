package dev.penstock.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The providers besides Anthropic, as a plain HTTP client sees them. */
class ProtocolsIntegrationTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";
    private static final String OLLAMA = "/api/chat";

    private ProviderSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        simulator = ProviderSimulator.start(SimulatorSettings.defaults().withLatency(Latency.NONE));
        client = new Client(simulator.baseUrl());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void shouldCompleteAChat() throws Exception {
        JsonNode whole =
                json(post(CHAT, chat("Write copy for Bergland coffee", "")).body());

        assertThat(whole.path("choices").get(0).path("message").path("content").asString())
                .contains("Bergland");
        assertThat(whole.path("choices").get(0).path("finish_reason").asString())
                .isEqualTo("stop");
        CallRecord call = simulator.journal().all().getFirst();
        assertThat(call.provider()).isEqualTo("openai");
        assertThat(call.key()).isEqualTo("-key");
        assertThat(whole.path("usage").path("prompt_tokens").asInt()).isEqualTo(call.inputTokens());
        assertThat(whole.path("usage").path("completion_tokens").asInt()).isEqualTo(call.outputTokens());
    }

    @Test
    void shouldStreamAChatWithUsageOnlyWhenAskedFor() throws Exception {
        String silent = post(CHAT, chat("x", ",\"stream\":true")).body();
        String telling = post(CHAT, chat("x", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
                .body();

        assertThat(silent)
                .contains("chat.completion.chunk", "\"finish_reason\":\"stop\"")
                .doesNotContain("usage");
        assertThat(telling)
                .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldAnswerAsToldAndOtherwiseWhenAskedToSetItRight() throws Exception {
        String told = "{\"role\":\"user\",\"content\":\"[[sim:answer=one]] [[sim:answer=two]]\"}";
        String turn = ",{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"Again.\"}";
        String start = "{\"model\":\"gpt-5.1\",\"messages\":[" + told;

        assertThat(post(CHAT, start + "]}").body()).contains("\"content\":\"one\"");
        assertThat(post(CHAT, start + turn + "]}").body()).contains("\"content\":\"two\"");
        assertThat(post(CHAT, start + turn + turn + "]}").body()).contains("\"content\":\"two\"");
    }

    @Test
    void shouldStreamAResponse() throws Exception {
        String stream = post(RESPONSES, "{\"model\":\"gpt-5.1\",\"input\":\"Write copy\",\"stream\":true}")
                .body();

        assertThat(stream)
                .startsWith("event: response.created\n")
                .contains("response.output_text.delta", "\"status\":\"completed\"", "\"input_tokens\":");
    }

    @Test
    void shouldSayThatAResponseIsIncomplete() throws Exception {
        JsonNode whole =
                json(post(RESPONSES, "{\"model\":\"gpt-5.1\",\"input\":\"Write copy\",\"max_output_tokens\":3}")
                        .body());

        assertThat(whole.path("status").asString()).isEqualTo("incomplete");
        assertThat(whole.path("incomplete_details").path("reason").asString()).isEqualTo("max_output_tokens");
        assertThat(whole.path("usage").path("output_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void shouldStreamLinesAsOllamaDoes() throws Exception {
        HttpResponse<String> answer = post(OLLAMA, ollama("Write copy for Bergland coffee"));

        List<String> lines = answer.body().lines().toList();
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(lines).hasSizeGreaterThan(1);
        JsonNode last = json(lines.getLast());
        assertThat(last.path("done").asBoolean()).isTrue();
        assertThat(last.path("done_reason").asString()).isEqualTo("stop");
        CallRecord call = simulator.journal().all().getFirst();
        assertThat(last.path("eval_count").asInt()).isEqualTo(call.outputTokens());
        assertThat(last.path("prompt_eval_count").asInt()).isEqualTo(call.inputTokens());
        assertThat(call.provider()).isEqualTo("ollama");
    }

    @ParameterizedTest
    @CsvSource({
        "429, 429, rate_limit_exceeded",
        "quota, 429, insufficient_quota",
        "401, 401, invalid_api_key",
        "404, 404, model_not_found",
        "500, 500, server_error"
    })
    void shouldWordErrorsAsOpenAiDoes(String fault, int status, String code) throws Exception {
        HttpResponse<String> answer = post(CHAT, chat("[[sim:" + fault + "]] x", ""));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer.body()).path("error").path("code").asString()).isEqualTo(code);
    }

    @Test
    void shouldRefuseAModelThatAProviderDoesNotHave() throws Exception {
        assertThat(post(CHAT, "{\"model\":\"llama\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post(OLLAMA, "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                        .body())
                .isEqualTo("{\"error\":\"model \\\"gpt-5\\\" not found, try pulling it first\"}");
    }

    @Test
    void shouldHoldAKeyToItsLimitsAndSayWhatIsLeft() throws Exception {
        simulator.behave(new Behaviour(Latency.NONE, List.of(), List.of(new RateLimit("openai", null, 2, 100_000))));

        HttpResponse<String> first = post(CHAT, chat("x", ""));
        post(CHAT, chat("x", ""));
        HttpResponse<String> third = post(CHAT, chat("x", ""));

        assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).hasValue("2");
        assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).hasValue("1");
        assertThat(first.headers().firstValue("x-ratelimit-reset-requests")).hasValue("1m0s");
        assertThat(first.headers()
                        .firstValueAsLong("x-ratelimit-remaining-tokens")
                        .orElseThrow())
                .isBetween(1L, 99_999L);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(50L, 60L);
        assertThat(post(OLLAMA, ollama("x")).statusCode()).isEqualTo(200);
        assertThat(client.ask("x").headers().firstValue("anthropic-ratelimit-requests-limit"))
                .isEmpty();
    }

    @Test
    void shouldTellWhatTenantsUsedWithinAMinute() throws Exception {
        post(CHAT, chat("x", ""), "x-penstock-tenant", "acme");
        post(CHAT, chat("x", ""), "x-penstock-tenant", "acme");
        client.ask("x", "x-penstock-tenant", "acme");

        long tokens = simulator.journal().all().stream()
                .filter(call -> "openai".equals(call.provider()))
                .mapToLong(call -> call.inputTokens() + call.outputTokens())
                .sum();
        assertThat(simulator.usage()).contains(new Usage("acme", "openai", 2, tokens, 2, tokens));
        JsonNode told = json(client.control("GET", "/_sim/usage?seconds=60", "").body());
        assertThat(told.size()).isEqualTo(2);
        assertThat(told.get(1).path("maxTokens").asLong()).isEqualTo(tokens);
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(simulator.baseUrl().resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("authorization", "Bearer test-key");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String chat(String text, String more) {
        return "{\"model\":\"gpt-5.1\",\"messages\":[{\"role\":\"system\",\"content\":\"You write.\"},{\"role\":\"user\",\"content\":"
                + Json.quoted(text) + "}]" + more + "}";
    }

    private static String ollama(String text) {
        return "{\"model\":\"qwen3:8b\",\"messages\":[{\"role\":\"user\",\"content\":" + Json.quoted(text) + "}]}";
    }

    private static JsonNode json(String body) throws ApiError {
        return Json.parse(body.getBytes(UTF_8));
    }
}
