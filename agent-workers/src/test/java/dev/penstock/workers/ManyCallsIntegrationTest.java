package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More calls to one host at once than the defaults of an HTTP client allow; {@code penstock chaos workers} does it with thousands. */
class ManyCallsIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CALLS = 300;

    /** With what both lines keep while they wait: a 32nd and a 16th of the slots. */
    private static final int SLOTS = 340;

    private WorkerBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new WorkerBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldHoldHundredsOfCallsAtOnceOnFewThreadsAndHandThemAllBack() throws Exception {
        bench.allowTokens(100_000_000);
        WorkersApp app = bench.start(bench.settings().with(SettingNames.WORKER_SLOTS, Integer.toString(SLOTS)));
        bench.send(bench.dispatch("first").setInput("a line"));
        bench.commands.await("the first end", 1, Command::hasFinish);
        int threads = Thread.activeCount();

        for (int i = 0; i < CALLS; i++) {
            bench.send(bench.dispatch("task-" + i).setTier(Tier.TIER_NORMAL).setInput("[[sim:latency=300s]] a line"));
        }

        Await.until("all calls at once", LIMIT, () -> bench.callsAtProvider() == CALLS);
        assertThat(Thread.activeCount()).as("platform threads").isLessThan(threads + 30);

        // They all break off when it closes, and each is handed back with its call on record.
        app.close();

        assertThat(app.health().live()).isTrue();
        assertThat(bench.callsAtProvider()).isZero();
        assertThat(bench.commands.now()).filteredOn(Command::hasDefer).hasSize(CALLS);
        bench.calls.await("their records", 1 + CALLS, LlmCall::hasFinished);
    }
}
