package dev.penstock.bench;

import dev.penstock.local.LocalOptions;
import dev.penstock.local.LocalStack;
import dev.penstock.local.LocalTenant;
import dev.penstock.local.Memory;
import dev.penstock.local.PartStatus;
import dev.penstock.local.Ports;
import dev.penstock.local.StackListener;
import dev.penstock.local.TenantAccess;
import dev.penstock.runtime.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole path measured on a stack of its own, each app in a JVM of its own: tasks that return at once go in at the intake topics and are
 * timed until their terminal events are read back with read_committed.
 */
public final class Bench {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int OPEN = 100_000;
    private static final int WARM_UP = 60_000;

    private final BenchOptions options;
    private final Consumer<String> progress;
    private final List<String> tenants;

    private Bench(BenchOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.tenants = IntStream.range(0, options.tenants())
                .mapToObj(i -> "bench-" + i)
                .toList();
    }

    /**
     * Runs everything and writes the report where {@code options} says.
     *
     * @param folder for the stack's and the peer's files
     * @param progress told each step, a line each
     */
    public static BenchReport run(BenchOptions options, Path folder, Consumer<String> progress) throws Exception {
        Bench bench = new Bench(options, progress);
        BenchReport report = bench.measure(folder.resolve("stack"));
        if (options.peers()) {
            report = bench.withPeer(report, folder.resolve("peer"));
        }
        Path file = options.report();
        if (file != null) {
            Files.writeString(
                    file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        }
        return report;
    }

    private BenchReport measure(Path folder) throws Exception {
        LocalOptions stackOptions = LocalOptions.in(folder)
                .withPorts(Ports.FREE)
                .withProcesses(true)
                .withAdapter("echo")
                .withWorkerSlots(4_000)
                .withMemory(new Memory(1024, 768, 1024))
                // What is measured is the way of a task; documents come after it, and would take this machine's cores
                // from it.
                .withSetting(SettingNames.MONGO_URL, "")
                .withTenants(List.of(new LocalTenant("bench-idle", LocalTenant.Plan.ENTERPRISE)));
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            stackOptions = stackOptions.withSetting(setting.getKey(), setting.getValue());
        }
        progress.accept("starting the stack");
        try (LocalStack stack = LocalStack.start(stackOptions, StackListener.SILENT);
                TenantLimits limits = new TenantLimits(stack.settings(), tenants);
                LoadGenerator load = new LoadGenerator(stack.settings(), tenants);
                EventWatch events = new EventWatch(stack.settings())) {
            CpuMeter cpu = new CpuMeter(pids(stack));
            cap(limits, events, OPEN);
            measure("warm-up", WARM_UP, load, events, cpu);
            List<Run> runs = new ArrayList<>();
            runs.add(measure("caps open", options.tasks(), load, events, cpu));
            cap(limits, events, 4);
            runs.add(measure("cap 4", options.tasks(), load, events, cpu));
            if (options.backlog() > 0) {
                runs.add(measureBacklog(limits, load, events, cpu));
            }
            progress.accept("measuring single tasks on the idle system");
            TenantAccess idle = stack.tenants().getFirst();
            IdleLatency latency = new IdleLatency(stack.apiUrl(), idle, events);
            latency.measure(Math.min(20, options.idleTasks()));
            Latencies ends = latency.measure(options.idleTasks());
            Latencies starts = events.waits();
            return new BenchReport(
                    Runtime.getRuntime().availableProcessors(),
                    tenants.size(),
                    options.settings(),
                    starts.percentile(0.5),
                    starts.percentile(0.99),
                    ends.percentile(0.5),
                    runs,
                    null);
        }
    }

    private void cap(TenantLimits limits, EventWatch events, int cap) {
        events.reset();
        limits.cap(cap);
        events.awaitConfigured(tenants.size(), LIMIT);
    }

    private Run measure(String name, int tasks, LoadGenerator load, EventWatch events, CpuMeter cpu) throws Exception {
        progress.accept("measuring " + name);
        events.reset();
        cpu.restart();
        long start = System.nanoTime();
        pour(tasks, load, () -> events.awaitEnded(tasks, LIMIT));
        return result(name, tasks, start, events, cpu);
    }

    /** Tasks are first queued under a cap of 0; then caps open, and as many more as in the other runs come in behind them in the same lanes. */
    private Run measureBacklog(TenantLimits limits, LoadGenerator load, EventWatch events, CpuMeter cpu)
            throws Exception {
        progress.accept("queueing %,d tasks under a cap of 0".formatted(options.backlog()));
        cap(limits, events, 0);
        events.reset();
        cpu.restart();
        long start = System.nanoTime();
        pour(options.backlog(), load, () -> events.awaitAccepted(options.backlog(), LIMIT));
        progress.accept("measuring with that backlog");
        limits.cap(OPEN);
        int all = options.backlog() + options.tasks();
        pour(options.tasks(), load, () -> events.awaitEnded(all, LIMIT));
        return result("%,d queued beforehand".formatted(options.backlog()), all, start, events, cpu);
    }

    private static void pour(int tasks, LoadGenerator load, Runnable await) throws Exception {
        @Nullable Exception[] failure = new Exception[1];
        Thread producer = Thread.ofPlatform().name("bench-load").start(() -> {
            try {
                load.submit(tasks);
            } catch (Exception e) {
                failure[0] = e;
            }
        });
        await.run();
        producer.join();
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static Run result(String name, long tasks, long start, EventWatch events, CpuMeter cpu) {
        double seconds = (System.nanoTime() - start) / 1e9;
        Latencies waits = events.waits();
        return new Run(
                name,
                tasks,
                tasks - events.succeeded(),
                seconds,
                waits.percentile(0.5),
                waits.percentile(0.99),
                cpu.microsPerTask(tasks));
    }

    private static Map<String, Long> pids(LocalStack stack) {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (PartStatus part : stack.parts()) {
            if (part.pid() > 0 && part.pid() != ProcessHandle.current().pid()) {
                pids.put(part.name(), part.pid());
            }
        }
        return pids;
    }

    private BenchReport withPeer(BenchReport report, Path folder) throws IOException, InterruptedException {
        List<String> missing = BullMqPeer.missing();
        if (!missing.isEmpty()) {
            progress.accept("BullMQ not run: " + String.join(", ", missing) + " not on the PATH");
            return report;
        }
        progress.accept("measuring BullMQ on the same work");
        BullMqPeer.Result result = new BullMqPeer(folder).run(options.tasks(), tenants.size());
        BenchReport.Peer peer = new BenchReport.Peer(
                "BullMQ 6.7.0", result.workers(), result.tasksPerSecond(), result.waitP50(), result.waitP99());
        return new BenchReport(
                report.processors(),
                report.tenants(),
                report.settings(),
                report.idleStartP50(),
                report.idleStartP99(),
                report.idleEndP50(),
                report.runs(),
                peer);
    }
}
