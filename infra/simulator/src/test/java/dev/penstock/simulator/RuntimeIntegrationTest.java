package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.simulator.webhook.CallbackEntry;
import dev.penstock.simulator.webhook.CallbackKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant's runtime over HTTP, with an API to call back at that the test plays. */
class RuntimeIntegrationTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String CALLBACK = "/v1/callbacks/a-token-that-is-long-enough";

    private record Heard(String path, String type, String body, boolean signed) {}

    private final String task = UUID.randomUUID().toString();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile IntSupplier answer = () -> 200;
    private HttpServer api;
    private ProviderSimulator simulator;

    @BeforeEach
    void start() throws Exception {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/v1/callbacks/", this::callback);
        api.start();
        simulator = ProviderSimulator.start(SimulatorSettings.defaults().withLatency(Latency.NONE));
        simulator.runtime().secrets().put("acme", SECRET);
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        simulator.close();
        api.stop(0);
    }

    @Test
    void shouldAcceptATaskAndCallBackWithItsEnd() throws Exception {
        HttpResponse<String> accepted = run("Bake bread.");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEqualTo("{\"patienceSeconds\":10}");
        awaitHeard("complete");
        assertThat(heard.getFirst().signed()).isTrue();
        assertThat(heard.getFirst().body()).contains("\"usage\":{\"inputTokens\":", "\"output\":\"");
        CallRecord call = call();
        assertThat(call.outcome()).isEqualTo("ok");
        assertThat(call.provider()).isEqualTo("webhook");
        assertThat(List.of(call.tenant(), call.role(), call.task())).containsExactly("acme", "baker", task);
        assertThat(call.attempt()).isEqualTo(2);
        assertThat(heard.getFirst().body())
                .contains("\"inputTokens\":" + call.inputTokens() + ",\"outputTokens\":" + call.outputTokens());
    }

    @Test
    void shouldTellHowFarItIsAndCountAsRunningMeanwhile() throws Exception {
        run("[[sim:latency=300ms progress=2]] Bake bread.");
        assertThat(simulator.stats().lanes().get("acme/baker").current()).isEqualTo(1);

        awaitHeard("progress", "progress", "complete");

        assertThat(heard.getFirst().body()).contains("1 of 3 parts done");
        assertThat(simulator.stats().lanes().get("acme/baker").current()).isZero();
        assertThat(call().endMillis() - call().beginMillis()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void shouldAnswerAtOnceWhenToldTo() throws Exception {
        HttpResponse<String> answered = run("[[sim:callback=none]] Bake bread.");

        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(answered.body()).contains("\"output\":\"", "\"usage\":{\"inputTokens\":");
        assertThat(heard).isEmpty();
        assertThat(run("[[sim:500]] Bake bread.").statusCode()).isEqualTo(500);
        assertThat(run("[[sim:410]] Bake bread.").statusCode()).isEqualTo(410);
        HttpResponse<String> later = run("[[sim:429 retry-after=7]] Bake bread.");
        assertThat(later.statusCode()).isEqualTo(429);
        assertThat(later.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    void shouldHoldATaskUntilItIsReleasedAndAnswerWhatItIsToldTo() throws Exception {
        run("[[sim:callback=held]] [[sim:answer=7]] Bake bread.");
        assertThat(call().outcome()).isEqualTo("running");
        assertThat(heard).isEmpty();

        simulator.runtime().release();

        awaitHeard("complete");
        assertThat(heard.getFirst().body()).contains("\"output\":\"7\"");
    }

    @Test
    void shouldSayTheSameTwiceAndSomethingElseAfterIt() throws Exception {
        run("[[sim:callback=twice]] Bake bread.");
        awaitHeard("complete", "complete");
        assertThat(heard.getFirst().body()).isEqualTo(heard.getLast().body());

        heard.clear();
        simulator.behave(new Behaviour(Latency.NONE, List.of(FaultRule.callingBack(CallbackKind.CONFLICT))));
        run("Bake rolls.");
        awaitHeard("complete", "fail");
    }

    @Test
    void shouldForge() throws Exception {
        run("[[sim:callback=forged-signature]] Bake bread.");
        awaitHeard("fail", "complete");
        assertThat(heard).extracting(Heard::signed).containsExactly(false, true);
        assertThat(heard).extracting(Heard::path).containsOnly(CALLBACK);

        heard.clear();
        run("[[sim:callback=forged-token]] Bake rolls.");
        awaitHeard("fail", "complete");
        assertThat(heard).extracting(Heard::signed).containsOnly(true);
        assertThat(heard.getFirst().path()).isNotEqualTo(CALLBACK).hasSameSizeAs(CALLBACK);
        assertThat(simulator.runtime().log().all())
                .extracting(CallbackEntry::what)
                .contains("forged-fail");
    }

    @Test
    void shouldFailForgetAndCorrectItself() throws Exception {
        run("[[sim:callback=retry]] Bake bread.");
        awaitHeard("fail");
        assertThat(heard.getFirst().body()).contains("\"retryable\":true");
        assertThat(call().outcome()).isEqualTo("failed");

        run("[[sim:callback=never]] Bake bread.");
        assertThat(call().outcome()).isEqualTo("forgotten");

        heard.clear();
        run("[[sim:callback=invalid]] Bake bread.");
        awaitHeard("complete", "complete");
        assertThat(heard.getFirst().body()).contains("This is not what was asked for.");
    }

    @Test
    void shouldSayItsEndUntilItIsTakenIn() throws Exception {
        int[] statuses = {503, 429, 202};
        answer = () -> statuses[Math.min(heard.size(), statuses.length) - 1];

        run("Bake bread.");

        awaitHeard("complete", "complete", "complete");
        await().untilAsserted(() -> assertThat(simulator.runtime().log().all())
                .extracting(CallbackEntry::status)
                .containsExactly(503, 429, 202));
    }

    @Test
    void shouldStopWhenItIsToldOrLearnsThatNobodyWaits() throws Exception {
        run("[[sim:latency=60s]] Bake bread.");
        assertThat(tellToStop().statusCode()).isEqualTo(200);
        await().until(() -> call().outcome().equals("stopped"));

        answer = () -> 410;
        run("[[sim:latency=100ms progress=1]] Bake bread.");
        await().until(() -> call().outcome().equals("gone"));
        assertThat(heard).extracting(Heard::type).containsExactly("progress");
    }

    @Test
    void shouldBeLateOnceItWasToldToStop() throws Exception {
        run("[[sim:callback=late]] Bake bread.");
        assertThat(heard).isEmpty();

        tellToStop();

        awaitHeard("complete");
        assertThat(simulator.runtime().log().all())
                .extracting(CallbackEntry::what)
                .containsExactly("stop", "complete");
    }

    @Test
    void shouldTakeNothingThatItsTenantsSecretHasNotSigned() throws Exception {
        assertThat(post(message("task.run", "Bake."), "whsec_bWFkZSB1cCBieSBzb21lYm9keSBlbHNlIQ==")
                        .statusCode())
                .isEqualTo(401);
        assertThat(post(message("task.run", "Bake.").replace("acme", "bolt"), SECRET)
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("{\"type\":\"task.bake\"}", SECRET).statusCode()).isEqualTo(400);
        assertThat(heard).isEmpty();
    }

    private HttpResponse<String> run(String input) throws Exception {
        return post(message("task.run", input), SECRET);
    }

    private HttpResponse<String> tellToStop() throws Exception {
        return post(message("task.stop", ""), SECRET);
    }

    private String message(String type, String input) {
        return "{\"type\":\"" + type + "\",\"tenant\":\"acme\",\"taskId\":\"" + task
                + "\",\"attempt\":2,\"role\":\"baker\",\"instructions\":\"You bake.\",\"input\":\"" + input
                + "\",\"callback\":{\"url\":\"http://127.0.0.1:"
                + api.getAddress().getPort() + CALLBACK + "\"}}";
    }

    private HttpResponse<String> post(String body, String secret) throws Exception {
        long seconds = System.currentTimeMillis() / 1_000;
        HttpRequest request = HttpRequest.newBuilder(simulator.runtimeUrl())
                .header("webhook-id", "msg_1")
                .header("webhook-timestamp", Long.toString(seconds))
                .header("webhook-signature", new Webhook(secret).sign("msg_1", seconds, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void callback(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heard.add(new Heard(
                exchange.getRequestURI().getPath(),
                body.replaceAll("\\{\"type\":\"([a-z]+)\".*", "$1"),
                body,
                isSigned(exchange, body)));
        exchange.sendResponseHeaders(answer.getAsInt(), -1);
        exchange.close();
    }

    private static boolean isSigned(HttpExchange exchange, String body) {
        try {
            new Webhook(SECRET).verify(body, exchange.getRequestHeaders());
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private void awaitHeard(String... types) {
        await().untilAsserted(() -> assertThat(heard).extracting(Heard::type).containsExactly(types));
    }

    private CallRecord call() {
        return simulator.journal().all().getLast();
    }
}
