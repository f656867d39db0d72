package dev.penstock.cli;

import dev.penstock.chaos.Verdict;
import dev.penstock.chaos.WorkerFault;
import dev.penstock.chaos.WorkerOptions;
import dev.penstock.chaos.WorkerReport;
import dev.penstock.chaos.WorkerRun;
import dev.penstock.chaos.WorkerText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock chaos workers}. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        description =
                "Bring many executions under way at once on the worker processes of a stack of its own, look at what they"
                        + " take, do something to one of them if asked to, and account for everything.",
        footer =
                "Exits 0 when all held, 1 when something did not, and 4 when the run proves nothing: fewer executions at once"
                        + " than asked for, or a fault that is not evidenced.")
final class CrowdCommand implements Callable<Integer> {
    @Option(
            names = "--executions",
            paramLabel = "N",
            description = "At once, over all processes: 10 to 5000. Default: 1000.")
    int executions = 1_000;

    @Option(names = "--processes", paramLabel = "N", description = "Worker processes: 1 to 8. Default: 1.")
    int processes = 1;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description =
                    "What happens to the first worker process then: none, kill (kill -9), pause (SIGSTOP past the lease,"
                            + " then SIGCONT), drain (SIGTERM), or cancel (of its tasks). Default: none.")
    WorkerFault fault = WorkerFault.NONE;

    @Option(names = "--call", paramLabel = "SECONDS", description = "How long the longest calls take. Default: 40.")
    int callSeconds = 40;

    @Option(names = "--lease", paramLabel = "SECONDS", description = "An attempt's lease: 2 to 60. Default: 15.")
    int leaseSeconds = 15;

    @Option(names = "--rate", paramLabel = "N", description = "Tasks handed in a second at most. Default: 300.")
    int rate = 300;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long the work may go on after the last task was handed in. Default: 300.")
    int patienceSeconds = 300;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures to FILE as JSON.")
    @Nullable
    Path report;

    @Option(names = "--keep", description = "Leave the stack's data and logs there.")
    boolean keep;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        WorkerOptions options = options();
        Path dir = Files.createTempDirectory("penstock-workers-");
        DemoCommand.requireReady(dir);
        Logs.toFile(dir.resolve("logs").resolve("workers-run.log"));
        Signals.interrupt(Thread.currentThread());
        boolean clean = false;
        try {
            out.printf(
                    "Workers: %,d executions at once, %d processes, fault %s%n",
                    options.executions(), options.processes(), options.fault().code());
            long start = System.nanoTime();
            WorkerReport result = WorkerRun.run(options, dir, line -> {
                out.printf("  %6.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
                out.flush();
            });
            out.println();
            out.print(WorkerText.render(result));
            clean = result.verdict() == Verdict.CLEAN;
            return switch (result.verdict()) {
                case CLEAN -> ExitCodes.OK;
                case VIOLATED -> ExitCodes.FAILED;
                case INVALID -> ExitCodes.INVALID;
            };
        } finally {
            if (clean && !keep) {
                Folders.delete(dir);
            } else {
                out.println("Data and logs are in " + dir);
            }
            out.flush();
        }
    }

    private WorkerOptions options() {
        try {
            return new WorkerOptions(
                    executions,
                    processes,
                    fault,
                    Duration.ofSeconds(callSeconds),
                    Duration.ofSeconds(leaseSeconds),
                    rate,
                    Duration.ofSeconds(patienceSeconds),
                    report);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }
}
