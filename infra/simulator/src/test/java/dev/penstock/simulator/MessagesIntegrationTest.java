package dev.penstock.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesIntegrationTest {
    private ProviderSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults().withLatency(Latency.NONE).withApiKeys(Set.of("test-key")));
        client = new Client(simulator.baseUrl());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void shouldAnswerWithTextAndUsage() throws Exception {
        HttpResponse<String> response = client.ask("Write copy for Bergland coffee");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
        var message = Json.parse(response.body().getBytes(UTF_8));
        assertThat(message.path("content").get(0).path("text").asString()).contains("Bergland");
        assertThat(message.path("usage").path("input_tokens").asInt()).isEqualTo(16);
        assertThat(message.path("usage").path("output_tokens").asInt()).isPositive();
        assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
    }

    @Test
    void shouldGiveTheSameTextForTheSameRequest() throws Exception {
        String first = Json.parse(
                        client.ask("Write copy for Bergland coffee").body().getBytes(UTF_8))
                .path("content")
                .toString();
        String second = Json.parse(
                        client.ask("Write copy for Bergland coffee").body().getBytes(UTF_8))
                .path("content")
                .toString();
        String other = Json.parse(
                        client.ask("Write copy for Talgrund tea").body().getBytes(UTF_8))
                .path("content")
                .toString();

        assertThat(second).isEqualTo(first).isNotEqualTo(other);
    }

    @Test
    void shouldStreamTheSevenKindsOfEventInOrder() throws Exception {
        HttpResponse<String> response = client.stream("Write copy for Bergland coffee");

        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        List<String> events = response.body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .distinct()
                .toList();
        assertThat(events)
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "ping",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void shouldStreamTheSameTextAsItAnswersWhole() throws Exception {
        simulator.behave(new Behaviour(new Latency(1, 1, 0, 1), List.of()));

        String whole = Json.parse(client.ask("Plan a launch").body().getBytes(UTF_8))
                .path("content")
                .get(0)
                .path("text")
                .asString();
        StringBuilder streamed = new StringBuilder();
        for (String line : client.stream("Plan a launch")
                .body()
                .lines()
                .filter(l -> l.startsWith("data: "))
                .toList()) {
            streamed.append(Json.parse(line.substring(6).getBytes(UTF_8))
                    .path("delta")
                    .path("text")
                    .asString(""));
        }

        assertThat(streamed.toString()).isEqualTo(whole);
    }

    @Test
    void shouldStopAtMaxTokens() throws Exception {
        String body = Client.body("Write copy", false).replace("1024", "3");

        var message = Json.parse(client.post(body).body().getBytes(UTF_8));

        assertThat(message.path("stop_reason").asString()).isEqualTo("max_tokens");
        assertThat(message.path("usage").path("output_tokens").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model' | is not valid JSON",
                "[] | should be a JSON object",
                "{'max_tokens':1,'messages':[{'role':'user','content':'x'}]} | model: Field required",
                "{'model':'claude-x','messages':[{'role':'user','content':'x'}]} | max_tokens: Field required",
                "{'model':'claude-x','max_tokens':0,'messages':[{'role':'user','content':'x'}]} | greater than or equal to 1",
                "{'model':'claude-x','max_tokens':1,'messages':[]} | at least one message",
                "{'model':'claude-x','max_tokens':1,'messages':[{'role':'system','content':'x'}]} | 'user' or 'assistant'",
                "{'model':'claude-x','max_tokens':1,'messages':[{'role':'assistant','content':'x'}]} | first message must use",
                "{'model':'claude-x','max_tokens':1,'messages':[{'role':'user','content':''}]} | non-empty",
                "{'model':'claude-x','max_tokens':1,'messages':[{'role':'user','content':[{'type':'text','text':''}]}]} | non-empty",
                "{'model':'claude-x','max_tokens':1,'messages':[{'role':'user','content':[{'type':'video'}]}]} | expected tags",
                "{'model':'claude-x','max_tokens':1,'messages':[{'role':'user','content':'[[sim:418]]'}]} | Unknown simulator directive",
            })
    void shouldRefuseAnInvalidBody(String body, String message) throws Exception {
        HttpResponse<String> response = client.post(body.replace('\'', '"'));

        assertThat(response.statusCode()).isEqualTo(400);
        var error = Json.parse(response.body().getBytes(UTF_8));
        assertThat(error.path("type").asString()).isEqualTo("error");
        assertThat(error.path("error").path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("error").path("message").asString()).contains(message);
        assertThat(error.path("request_id").asString())
                .isEqualTo(response.headers().firstValue("request-id").orElseThrow());
    }

    @Test
    void shouldRefuseAnUnknownModel() throws Exception {
        assertThat(client.post(Client.body("x", false).replace(Client.MODEL, "gpt-9"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseAnUnknownKeyAndAMissingVersion() throws Exception {
        assertThat(client.ask("x", "x-api-key", "other").statusCode()).isEqualTo(401);
        HttpRequest bare = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/v1/messages"))
                .header("x-api-key", "test-key")
                .POST(HttpRequest.BodyPublishers.ofString(Client.body("x", false)))
                .build();
        HttpResponse<String> response = client.http().send(bare, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("anthropic-version");
    }

    @Test
    void shouldRefuseOtherPathsAndMethods() throws Exception {
        assertThat(client.control("GET", "/v1/messages", "").statusCode()).isEqualTo(405);
        assertThat(client.control("GET", "/v2", "").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTakeAChunkedBody() throws Exception {
        byte[] body = Client.body("Write copy", false).getBytes(UTF_8);
        HttpRequest request = HttpRequest.newBuilder(simulator.baseUrl().resolve("/v1/messages"))
                .header("x-api-key", "test-key")
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)))
                .build();

        assertThat(client.http()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
