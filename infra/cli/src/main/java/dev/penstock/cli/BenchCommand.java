package dev.penstock.cli;

import dev.penstock.bench.Bench;
import dev.penstock.bench.BenchOptions;
import dev.penstock.bench.BenchReport;
import dev.penstock.corebench.CoreBench;
import dev.penstock.corebench.CoreReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock bench}. */
@Command(
        name = "bench",
        description =
                "Measure the whole path on a stack of its own with tasks that return at once: throughput with caps open, with a cap"
                        + " of 4 and with a deep backlog, CPU by process, and the latency of a single task on an idle system.",
        footer =
                "Exits 0 when every task succeeded, 1 otherwise. Figures hold for this machine and this run; compare ratios.")
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--tasks", paramLabel = "N", description = "Tasks in each run. Default: 200000.")
    int tasks = BenchOptions.DEFAULT.tasks();

    @Option(names = "--tenants", paramLabel = "N", description = "Tenants they are spread over. Default: 1000.")
    int tenants = BenchOptions.DEFAULT.tenants();

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "Tasks queued before the backlog run; 0 leaves it out. Default: 100000.")
    int backlog = BenchOptions.DEFAULT.backlog();

    @Option(
            names = "--peers",
            description = "Run BullMQ on the same work too; needs node, npm and redis-server on the PATH.")
    boolean peers;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the measured stack that differs from its default; may be repeated.")
    Map<String, String> settings = Map.of();

    @Option(
            names = "--core",
            description =
                    "Instead of the whole path measure the core alone with JMH, all limits on, on one core: decisions a second in memory"
                            + " from 10 to 10,000 lanes and from 0 to 1,000,000 queued tasks, and commands a second through the topology with"
                            + " RocksDB stores. Takes some ten minutes and up to 7 GiB of memory. Only --quick and --report go with it.")
    boolean core;

    @Option(
            names = "--quick",
            description =
                    "With --core: fewer lanes and tasks for a shorter time, which shows that it runs and little more.")
    boolean quick;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures to FILE as JSON.")
    @Nullable
    Path report;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (core) {
            return runCore(out);
        } else if (quick) {
            throw CliException.usage("--quick goes with --core");
        }
        BenchOptions options = options();
        Path dir = Files.createTempDirectory("penstock-bench-");
        DemoCommand.requireReady(dir);
        Logs.toFile(dir.resolve("logs").resolve("bench.log"));
        Signals.interrupt(Thread.currentThread());
        boolean done = false;
        try {
            BenchReport result = Bench.run(options, dir, line -> {
                out.println("  " + line + " ...");
                out.flush();
            });
            out.println();
            out.print(result.render());
            done = true;
            return result.runs().stream().allMatch(run -> run.failed() == 0) ? ExitCodes.OK : ExitCodes.FAILED;
        } finally {
            if (done) {
                Folders.delete(dir);
            } else {
                out.println("Data and logs are in " + dir);
            }
            out.flush();
        }
    }

    private int runCore(PrintWriter out) throws Exception {
        if (peers || !settings.isEmpty()) {
            throw CliException.usage("--peers and --set do not go with --core");
        }
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        CoreReport result = CoreBench.run(quick, line::show);
        line.clear();
        // First, since what a long run found must not be lost for a file that cannot be written.
        out.print(result.render());
        out.flush();
        if (report != null) {
            try {
                Files.writeString(
                        report,
                        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n");
            } catch (IOException e) {
                throw CliException.environment("Cannot write " + report + ": " + Problems.reason(e));
            }
        }
        return ExitCodes.OK;
    }

    private BenchOptions options() {
        try {
            return new BenchOptions(tasks, tenants, backlog, BenchOptions.DEFAULT.idleTasks(), peers, settings, report);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }
}
