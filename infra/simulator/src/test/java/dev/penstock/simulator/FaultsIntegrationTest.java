package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsIntegrationTest {
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
    void shouldCountTheTimesOfADirectivePerTask() throws Exception {
        String text = "Write copy [[sim:429 retry-after=2 times=1]] [[sim:500 times=1]]";

        HttpResponse<String> first = client.ask(text, "x-penstock-task", "a");
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).hasValue("2");
        assertThat(client.ask(text, "x-penstock-task", "b").statusCode()).isEqualTo(429);
        assertThat(client.ask(text, "x-penstock-task", "a").statusCode()).isEqualTo(500);
        assertThat(client.ask(text, "x-penstock-task", "a").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCountPerTextWithoutATask() throws Exception {
        assertThat(client.ask("One [[sim:529 times=1]]").statusCode()).isEqualTo(529);
        assertThat(client.ask("Two [[sim:529 times=1]]").statusCode()).isEqualTo(529);
        assertThat(client.ask("One [[sim:529 times=1]]").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldLeaveOutRetryAfterUnlessAskedFor() throws Exception {
        assertThat(client.ask("[[sim:429]] x").headers().firstValue("retry-after"))
                .isEmpty();
    }

    @Test
    void shouldBillNothingForARefusal() throws Exception {
        client.ask("[[sim:500]] x");

        assertThat(simulator.journal().all()).singleElement().satisfies(call -> assertThat(
                        List.of(call.outcome(), call.inputTokens(), call.outputTokens()))
                .isEqualTo(List.of("api_error", 0, 0)));
    }

    @Test
    void shouldCutAStreamAndBillWhatWasSent() {
        assertThatThrownBy(() -> client.stream("[[sim:truncate]] Write copy")).isInstanceOf(IOException.class);

        CallRecord call = simulator.journal().all().getFirst();
        assertThat(call.outcome()).isEqualTo("truncated");
        assertThat(call.outputTokens()).isPositive();
    }

    @Test
    void shouldCutAWholeAnswer() {
        assertThatThrownBy(() -> client.ask("[[sim:truncate]] Write copy")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldHangUntilTheClientLeavesAndNoticeItAtOnce() throws Exception {
        CompletableFuture<?> call = client.http()
                .sendAsync(client.request(Client.body("[[sim:hang]] x", true)), HttpResponse.BodyHandlers.ofString());
        await().until(() -> simulator.stats().overall().current() == 1);

        client.http().shutdownNow();

        await().atMost(Duration.ofSeconds(5))
                .until(() -> simulator.stats().overall().current() == 0);
        assertThat(call).isCompletedExceptionally();
        assertThat(simulator.journal().all().getFirst().outcome()).isEqualTo("client_gone");
    }

    @Test
    void shouldTakeAsLongAsADirectiveSays() throws Exception {
        long start = System.nanoTime();
        client.stream("[[sim:latency=300ms]] x");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
    }

    @Test
    void shouldFollowTheRulesOfTheControlApi() throws Exception {
        HttpResponse<String> set = client.control(
                "PUT",
                "/_sim/config",
                "{\"rules\":[{\"fault\":\"429\",\"retryAfterSeconds\":7,\"tenant\":\"acme\",\"count\":1},{\"fault\":\"500\",\"apiKey\":\"bad\"}]}");

        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(client.ask("x", "x-penstock-tenant", "other").statusCode()).isEqualTo(200);
        assertThat(client.ask("x", "x-penstock-tenant", "acme").headers().firstValue("retry-after"))
                .hasValue("7");
        assertThat(client.ask("x", "x-penstock-tenant", "acme").statusCode()).isEqualTo(200);
        assertThat(client.ask("x", "x-api-key", "bad").statusCode()).isEqualTo(500);
        assertThat(client.control("GET", "/_sim/config", "").body()).contains("\"fault\":\"429\"");
    }

    @Test
    void shouldRefuseAMisspeltConfig() throws Exception {
        assertThat(client.control("PUT", "/_sim/config", "{\"ruels\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(client.control("PUT", "/_sim/config", "{\"rules\":[{\"fault\":\"418\"}]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.control("PUT", "/_sim/config", "{\"rules\":[{\"fault\":\"429\",\"probability\":2}]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldHitTheShareOfCallsThatAProbabilitySays() throws Exception {
        simulator.behave(new Behaviour(
                Latency.NONE, List.of(FaultRule.always(Fault.SERVER_ERROR).sometimes(0.3))));
        int failed = 0;
        for (int i = 0; i < 300; i++) {
            failed += client.ask("x " + i).statusCode() == 500 ? 1 : 0;
        }
        assertThat(failed).isBetween(60, 120);
    }
}
