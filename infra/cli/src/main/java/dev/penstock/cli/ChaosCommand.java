package dev.penstock.cli;

import dev.penstock.chaos.Chaos;
import dev.penstock.chaos.ChaosOptions;
import dev.penstock.chaos.ChaosReport;
import dev.penstock.chaos.ChaosText;
import dev.penstock.chaos.Verdict;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock chaos}. */
@Command(
        name = "chaos",
        subcommands = CrowdCommand.class,
        description =
                "Hand tasks in to a stack of its own while its processes are killed (kill -9) at random, wait until all"
                        + " work has ended, and account for it: every task, every attempt, every micro-dollar.",
        footer = "Exits 0 when everything is accounted for, 1 when something is not, and 4 when the run proves nothing:"
                + " fewer than two kills evidenced by a new process, or under half of the tasks taken.")
final class ChaosCommand implements Callable<Integer> {
    @Option(names = "--tasks", paramLabel = "N", description = "Tasks in all: 20 to 1000000. Default: 10000.")
    int tasks = 10_000;

    @Option(names = "--kills", paramLabel = "N", description = "Processes killed. Default: one for every 250 tasks.")
    @Nullable
    Integer kills;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides what is killed when. Default: another each time.")
    @Nullable
    Long seed;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Kill only these: kafka, streams, workers, api, projections, redis, postgres, simulator.")
    List<String> parts = ChaosOptions.PARTS;

    @Option(names = "--rate", paramLabel = "N", description = "Tasks handed in a second at most. Default: 30.")
    int rate = 30;

    @Option(
            names = "--cancel-every",
            paramLabel = "N",
            description = "Cancel every N-th task a moment after it was handed in; 0 cancels none. Default: 50.")
    int cancelEvery = 50;

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
        ChaosOptions options = options();
        Path dir = Files.createTempDirectory("penstock-chaos-");
        DemoCommand.requireReady(dir);
        Logs.toFile(dir.resolve("logs").resolve("chaos.log"));
        Signals.interrupt(Thread.currentThread());
        boolean clean = false;
        try {
            out.printf("Chaos: %,d tasks, %d kills, seed %d%n", options.tasks(), options.kills(), options.seed());
            long start = System.nanoTime();
            ChaosReport result = Chaos.run(options, dir, line -> {
                out.printf("  %6.1f s  %s%n", (System.nanoTime() - start) / 1e9, line);
                out.flush();
            });
            out.println();
            out.print(ChaosText.render(result));
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

    private ChaosOptions options() {
        try {
            return new ChaosOptions(
                    tasks,
                    kills == null ? ChaosOptions.killsFor(tasks) : kills,
                    parts,
                    rate,
                    cancelEvery,
                    seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed,
                    Duration.ofSeconds(patienceSeconds),
                    report);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }
}
