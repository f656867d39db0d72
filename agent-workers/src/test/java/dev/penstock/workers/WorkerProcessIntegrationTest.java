package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.ForkOptions;
import dev.penstock.embedded.ForkedJvm;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.LlmCall;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own, with calls under way, and the signals that an operator's system sends it. */
class WorkerProcessIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CALLS = 12;
    private static final int TERMINATED = 143;

    @TempDir
    Path dir;

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
    void shouldLetEndWhatEndsInTimeAndHandBackTheRestOnSigterm() throws Exception {
        ForkedJvm worker = start("4s");
        for (int i = 0; i < CALLS; i++) {
            String latency = i % 2 == 0 ? "2s" : "50s";
            bench.send(bench.dispatch("task-" + i).setInput("[[sim:latency=" + latency + "]] a line"));
        }
        awaitCalls();

        worker.process().destroy();

        awaitEnd(worker);
        assertThat(worker.process().exitValue()).isEqualTo(TERMINATED);
        List<Command> written = bench.commands.now();
        assertThat(written).filteredOn(Command::hasFinish).hasSize(CALLS / 2).allMatch(command -> command.getFinish()
                .hasSuccess());
        assertThat(written).filteredOn(Command::hasDefer).hasSize(CALLS / 2).allMatch(command -> command.getDefer()
                .getReason()
                .equals("draining"));
        // No call is left without its end, and none goes on for nobody.
        bench.calls.await("the ends of all calls", CALLS, LlmCall::hasFinished);
        assertThat(bench.callsAtProvider()).isZero();
    }

    @Test
    void shouldHandBackAtOnceOnASecondSigterm() throws Exception {
        ForkedJvm worker = start("600s");
        Dispatch dispatch = bench.send(bench.dispatch("a").setInput("[[sim:latency=50s]] a line"));
        bench.awaitCallAtProvider();
        worker.process().destroy();
        assertThat(worker.process().waitFor(1, TimeUnit.SECONDS)).isFalse();

        worker.process().destroy();

        awaitEnd(worker);
        assertThat(bench.commands.now())
                .filteredOn(Command::hasDefer)
                .singleElement()
                .satisfies(command -> assertThat(command.getDefer().getTaskId()).isEqualTo(dispatch.getTaskId()));
    }

    @Test
    void shouldGiveUpWhatItCouldNotKeepAliveWhileItWasStopped() throws Exception {
        ForkedJvm worker = start("0s");
        bench.send(bench.dispatch("a").setLeaseMillis(2_000).setInput("[[sim:latency=50s]] a line"));
        bench.awaitCallAtProvider();
        bench.commands.await("a heartbeat", 1, Command::hasRenew);

        signal(worker, "-STOP");
        try {
            // The engine's lease would have ended by then.
            assertThat(worker.process().waitFor(3, TimeUnit.SECONDS)).isFalse();
        } finally {
            signal(worker, "-CONT");
        }

        Await.until("the call's end", LIMIT, () -> bench.callsAtProvider() == 0);
        bench.calls.await("its record", 1, LlmCall::hasFinished);
        assertThat(bench.commands.now())
                .noneMatch(command -> command.getFinish().hasSuccess());
    }

    private ForkedJvm start(String drain) throws IOException {
        Settings settings = bench.settings()
                .with(SettingNames.WORKER_DRAIN, drain)
                .with(SettingNames.WORKER_SLOTS, "64")
                .with(SettingNames.ADMIN_PORT, "0");
        Properties file = new Properties();
        file.putAll(settings.asMap());
        Path path = dir.resolve("worker.properties");
        try (Writer out = Files.newBufferedWriter(path)) {
            file.store(out, null);
        }
        Path log = dir.resolve("worker.log");
        ForkedJvm jvm = ForkedJvm.start(
                WorkersMain.class.getName(),
                List.of("--settings=" + path),
                new ForkOptions(
                        System.getProperty("java.class.path"),
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        log));
        bench.owned(() -> jvm.stop(Duration.ZERO));
        jvm.awaitReady("the worker", LIMIT, () -> Files.readString(log).contains("workers is up"));
        return jvm;
    }

    private void awaitCalls() {
        Await.until("all calls", LIMIT, () -> bench.callsEver() == CALLS);
    }

    private static void awaitEnd(ForkedJvm worker) throws InterruptedException {
        assertThat(worker.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private static void signal(ForkedJvm worker, String signal) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", signal, Long.toString(worker.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
