package dev.penstock.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong, the answer is a problem document without a word about our insides. */
class ProblemsIntegrationTest {
    private static final String BODY = "{\"role\":\"copywriter\",\"input\":\"x\"}";

    private final Api api = Api.shared();
    private final String key = api.newKey(Api.newTenant());

    @Test
    void shouldAnswerUnknownPaths() {
        problem(404, api.get("", "/nonsense"));
        problem(404, api.get("", "/"));
        problem(404, api.get("", "/error"));
        problem(404, api.get("", "/problems/nonsense"));
        problem(404, api.get(key, "/v1/nonsense"));
    }

    @Test
    void shouldAnswerMethodsThatAreNotAllowed() {
        Answer answer = api.send(api.request(key, "/v1/tasks").DELETE());
        problem(405, answer);
        assertThat(answer.header("Allow")).contains("GET").contains("POST");
        assertThat(api.send(api.request(key, "/v1/events").HEAD()).status()).isEqualTo(405);
    }

    @Test
    void shouldAnswerFormsThatItDoesNotSpeak() {
        problem(
                406,
                api.send(api.request(key, "/v1/tasks")
                        .header("Accept", "text/html")
                        .GET()));
        problem(
                415,
                api.send(api.request(key, "/v1/tasks")
                        .header("Content-Type", "text/xml")
                        .POST(BodyPublishers.ofString(BODY))));
        problem(
                415,
                api.send(api.request(key, "/v1/tasks")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(BODY))));
    }

    @Test
    void shouldRefuseTooLargeABodyWhetherAnnouncedOrNot() {
        byte[] large = new byte[(1 << 20) + 1];
        problem(413, api.send(api.request(key, "/v1/tasks").POST(BodyPublishers.ofByteArray(large))));
        problem(
                413,
                api.send(api.request(key, "/v1/tasks")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))));
    }

    @Test
    void shouldRefuseTooLargeAnInput() {
        String body = "{\"role\":\"copywriter\",\"input\":\"" + "x".repeat((256 << 10) + 1) + "\"}";
        problem(422, api.post(key, "/v1/tasks", body));
    }

    @Test
    void shouldRefuseTooDeepADocument() {
        problem(400, api.post(key, "/v1/tasks", "{\"labels\":" + "[".repeat(100_000)));
    }

    @Test
    void shouldAnswerWhatTomcatItselfRefuses() throws IOException {
        rawProblem("GET /v1/tasks?a=[ HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        rawProblem("NONSENSE\r\n\r\n", 400);
        rawProblem("GET /v1/tasks HTTP/1.1\r\nHost: x\r\nX-Large: " + "y".repeat(20_000) + "\r\n\r\n", 400);
        rawProblem("TRACE /v1/tasks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405);
        rawProblem("GET /v1/%2e%2e/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404);
        rawProblem("GET /v1%2ftasks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 400);
        rawProblem("GET /v1/tasks;x=1/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 401);
    }

    @Test
    void shouldRepeatNothingOfAKey() {
        Answer answer = api.get("pk_secretsecret_x", "/v1/tasks");
        problem(401, answer);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void shouldHaveAPageForEachType(ProblemType type) {
        Answer page = api.get("", type.uri());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(type.title()).contains(type.explanation());
    }

    private static void problem(int status, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("type")).startsWith("/problems/");
        assertThat(answer.text("detail")).isNotBlank();
        assertThat(answer.body())
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("dev.penstock");
    }

    private void rawProblem(String request, int status) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/problem+json");
            assertThat(answer)
                    .contains("\"type\":\"/problems/")
                    .doesNotContain("Tomcat")
                    .doesNotContain("Exception");
        }
    }
}
