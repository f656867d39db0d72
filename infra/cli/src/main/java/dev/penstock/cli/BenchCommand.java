package dev.penstock.cli;

import dev.penstock.bench.Bench;
import dev.penstock.bench.BenchOptions;
import dev.penstock.bench.BenchReport;
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

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures to FILE as JSON.")
    @Nullable
    Path report;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
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

    private BenchOptions options() {
        try {
            return new BenchOptions(tasks, tenants, backlog, BenchOptions.DEFAULT.idleTasks(), peers, settings, report);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }
}
