package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Progress;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.simulator.CallRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role whose first provider answers every call with HTTP 429, through the real SDKs and HTTP. */
class FallbackIntegrationTest {
    private static final String FIRST = "claude-sonnet-5-5";
    private static final String SECOND = "gpt-5.1";

    private WorkerBench bench;

    @TempDir
    private Path dir;

    @BeforeEach
    void open() throws Exception {
        bench = new WorkerBench();
        Path roles = Files.writeString(dir.resolve("roles.yaml"), """
                roles:
                  %s:
                    chain: [anthropic/%s, openai/%s]
                    max-tokens: 1000
                    timeout-seconds: 30
                    estimate: {input-tokens: 100, output-tokens: 500}
                    system: You write.
                """.formatted(bench.role, FIRST, SECOND));
        bench.start(bench.settings()
                .with(SettingNames.WORKER_ROLES, roles.toString())
                .with(SettingNames.OPENAI_URL, bench.provider.baseUrl() + "/v1")
                .with(SettingNames.OPENAI_KEY, "key-for-tests"));
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldFinishTasksAtTheNextProviderAndComeBackOnceTheFirstOneRecovers() throws Exception {
        limitTheFirst("{\"rules\": [{\"fault\": \"429\", \"retryAfterSeconds\": 6, \"provider\": \"anthropic\"}]}");
        for (int i = 0; i < 20; i++) {
            send("limited " + i);
        }
        List<Command> commands = bench.commands.await("their ends", 20, Command::hasFinish);

        assertThat(commands).filteredOn(Command::hasFinish).allSatisfy(command -> assertThat(
                        command.getFinish().hasSuccess())
                .isTrue());
        assertThat(commands).filteredOn(Command::hasDefer).isEmpty();
        List<Progress> decisions = commands.stream()
                .filter(command -> command.hasRenew() && command.getRenew().hasProgress())
                .map(command -> command.getRenew().getProgress())
                .toList();
        assertThat(decisions).hasSizeGreaterThanOrEqualTo(20).allSatisfy(decision -> {
            assertThat(decision.getKind()).isEqualTo("routed");
            assertThat(decision.getFrom()).isEqualTo("anthropic/" + FIRST);
            assertThat(decision.getTo()).isEqualTo("openai/" + SECOND);
            assertThat(decision.getMessage()).contains("rate_limited");
        });
        assertThat(calls(FIRST))
                .as("those that were under way found it out, the others did not ask")
                .hasSizeBetween(1, 8);

        limitTheFirst("{\"rules\": []}");
        long before = System.nanoTime();
        int sent = 0;
        while (calls(FIRST).stream().noneMatch(call -> call.outcome().equals("ok"))) {
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
            send("recovered " + sent++);
            bench.commands.await("its end", 20 + sent, Command::hasFinish);
        }
        long second = calls(SECOND).size();
        for (int i = 0; i < 5; i++) {
            send("after " + i);
        }
        bench.commands.await("the last ends", 25 + sent, Command::hasFinish);
        assertThat(calls(SECOND)).as("all goes to the first model again").hasSize((int) second);
    }

    /** Urgent, so that it does not wait for the first model. */
    private void send(String key) throws Exception {
        bench.send(bench.dispatch(key).setTier(Tier.TIER_URGENT));
    }

    private List<CallRecord> calls(String model) {
        return bench.provider.journal().all().stream()
                .filter(call -> call.model().equals(model))
                .toList();
    }

    private void limitTheFirst(String config) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(bench.provider.baseUrl() + "/_sim/config"))
                            .PUT(HttpRequest.BodyPublishers.ofString(config))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }
}
