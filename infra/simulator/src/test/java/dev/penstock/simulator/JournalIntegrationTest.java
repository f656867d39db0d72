package dev.penstock.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalIntegrationTest {
    private ProviderSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults().withLatency(Latency.NONE).withJournalCapacity(3_000));
        client = new Client(simulator.baseUrl());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void shouldNoteWhoCalledAndWhatItCost() throws Exception {
        client.stream(
                "Write copy",
                "x-penstock-tenant",
                "acme",
                "x-penstock-role",
                "copywriter",
                "x-penstock-task",
                "t1",
                "x-penstock-attempt",
                "2");

        CallRecord call = simulator.journal().all().getFirst();
        assertThat(call.tenant()).isEqualTo("acme");
        assertThat(call.role()).isEqualTo("copywriter");
        assertThat(call.task()).isEqualTo("t1");
        assertThat(call.attempt()).isEqualTo(2);
        assertThat(call.model()).isEqualTo(Client.MODEL);
        assertThat(call.outcome()).isEqualTo("ok");
        assertThat(call.inputTokens()).isPositive();
        assertThat(call.outputTokens()).isPositive();
        assertThat(call.endMillis()).isGreaterThanOrEqualTo(call.beginMillis());
    }

    @Test
    void shouldPageTheJournal() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.ask("x");
        }

        var page = Json.parse(client.control("GET", "/_sim/journal?after=1&limit=2", "")
                .body()
                .getBytes(UTF_8));

        assertThat(page.path("calls").size()).isEqualTo(2);
        assertThat(page.path("calls").get(0).path("id").asLong()).isEqualTo(2);
        assertThat(page.path("next").asLong()).isEqualTo(3);
        assertThat(page.path("oldest").asLong()).isEqualTo(1);
    }

    @Test
    void shouldForgetTheOldestCallsOnly() {
        CallJournal journal = new CallJournal(2);
        Caller caller = new Caller("acme", "copywriter", "t", 1, "k");
        CallRecord first = journal.begin(caller, "anthropic", "m", false);
        for (int i = 0; i < 2; i++) {
            journal.end(journal.begin(caller, "anthropic", "m", false), 1, 1, "ok");
        }
        journal.end(first, 1, 1, "ok");

        assertThat(journal.after(0, 10)).extracting(CallRecord::id).containsExactly(2L, 3L);
        assertThat(journal.oldestId()).isEqualTo(2);
        assertThat(journal.stats().overall()).isEqualTo(new CallStats.Count(0, 2, 3));
    }

    @Test
    void shouldForgetAllOnReset() throws Exception {
        client.ask("x");
        client.control("POST", "/_sim/reset", "");
        client.ask("y");

        assertThat(simulator.journal().all()).hasSize(1);
        assertThat(simulator.stats().overall()).isEqualTo(new CallStats.Count(0, 1, 1));
    }

    @Test
    void shouldHoldAThousandStreamsAtOnceAndCountThem() throws Exception {
        int calls = 1_200;
        List<CompletableFuture<HttpResponse<String>>> pending = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            var request = client.request(
                    Client.body("[[sim:latency=8s]] " + i, true),
                    "x-penstock-tenant",
                    "t" + i % 4,
                    "x-penstock-role",
                    "copywriter");
            pending.add(client.http().sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> simulator.stats().overall().max() == calls);
        for (var response : pending) {
            assertThat(response.join().body()).contains("event: message_stop");
        }
        CallStats stats = simulator.stats();
        assertThat(stats.overall()).isEqualTo(new CallStats.Count(0, calls, calls));
        assertThat(stats.tenants().get("t1")).isEqualTo(new CallStats.Count(0, calls / 4, calls / 4));
        assertThat(stats.lanes()).containsKeys("t0/copywriter", "t3/copywriter");
        assertThat(client.control("GET", "/_sim/stats", "").body())
                .contains("\"t0/copywriter\":{\"current\":0,\"max\":300");
    }
}
