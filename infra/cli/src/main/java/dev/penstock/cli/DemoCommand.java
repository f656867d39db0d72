package dev.penstock.cli;

import dev.penstock.cli.demo.DemoReport;
import dev.penstock.cli.demo.DemoRun;
import dev.penstock.local.Daemon;
import dev.penstock.local.Doctor;
import dev.penstock.local.LocalOptions;
import dev.penstock.local.LocalStack;
import dev.penstock.local.LocalStackException;
import dev.penstock.local.Ports;
import dev.penstock.local.StackInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock demo}. */
@Command(
        name = "demo",
        description = "Start everything, run a morning of work of five tenants, account for all of it, and stop again.",
        footer = "Exits 0 when nothing was lost, run twice or over a cap, and all accepted work ended; 1 otherwise.")
final class DemoCommand implements Callable<Integer> {
    /** Of realistic provider latency: a call takes about 0.6 s, so that the flood's lanes are busy for half a minute. */
    private static final double PROVIDER_PACE = 0.28;

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int WORKER_SLOTS = 32;
    private static final long SEED = 20_260_501;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures to FILE as JSON.")
    @Nullable
    Path report;

    @Option(names = "--keep", description = "Run the stack in the background and leave it up afterwards.")
    boolean keep;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "700",
            description = "Tasks in all, the flood included: 20 to 100000 (${DEFAULT-VALUE}).")
    int tasks;

    @Mixin
    FolderOption folder = new FolderOption();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (tasks < 20 || tasks > 100_000) {
            throw CliException.usage("--tasks is " + tasks + " but should be from 20 to 100000.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = terminalOptions.detect();
        long start = System.nanoTime();
        out.println(terminal.style().bold("Penstock demo")
                + ": broker, PostgreSQL, Redis, the four apps and a provider simulator, all on this machine");
        out.flush();
        AtomicBoolean stopping = Signals.interrupt(Thread.currentThread());
        try {
            return keep ? kept(out, terminal, start, stopping) : passing(out, terminal, start, stopping);
        } catch (LocalStackException e) {
            if (stopping.get()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private int passing(PrintWriter out, Terminal terminal, long start, AtomicBoolean stopping)
            throws IOException, InterruptedException {
        Path dir = folder.folder == null ? Files.createTempDirectory("penstock-demo-") : folder.path();
        requireReady(dir);
        Logs.toFile(dir.resolve("logs").resolve("demo.log"));
        boolean good = false;
        try (LocalStack stack = LocalStack.start(options(dir), new PartLines(out, terminal.style(), stopping))) {
            good = morning(stack.info(), out, terminal, start);
        } finally {
            if (folder.folder == null && (good || stopping.get())) {
                Folders.delete(dir);
            } else {
                out.println("Data and logs are in " + dir);
                out.flush();
            }
        }
        return good ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private int kept(PrintWriter out, Terminal terminal, long start, AtomicBoolean stopping)
            throws IOException, InterruptedException {
        Path dir = folder.keptDemo();
        if (Folders.inUse(dir)) {
            throw CliException.environment("An earlier demo's stack still runs over " + dir
                    + ". Stop it with './penstock down --folder " + dir + "'.");
        }
        if (folder.folder == null) {
            Folders.delete(dir);
        }
        requireReady(dir);
        StackInfo stack = Daemon.up(options(dir), new PartLines(out, terminal.style(), stopping))
                .info()
                .orElseThrow();
        boolean good;
        try {
            good = morning(stack, out, terminal, start);
        } catch (InterruptedException e) {
            Daemon.down(dir, DownCommand.LIMIT);
            throw e;
        }
        out.println();
        out.println("The stack stays up; './penstock down --folder " + dir + "' stops it.");
        new StackText(out, terminal.style()).howToUse(stack, dir);
        return good ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private boolean morning(StackInfo stack, PrintWriter out, Terminal terminal, long start)
            throws IOException, InterruptedException {
        out.printf("  everything is up after %.1f s%n%n", (System.nanoTime() - start) / 1e9);
        out.flush();
        String runId = "demo-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        Duration patience = PATIENCE.plusMillis(100L * tasks);
        DemoReport result = new DemoRun(stack, terminal, out, patience).run(tasks, SEED, runId);
        if (report != null) {
            result.write(report);
            out.println("Report written to " + report);
        }
        out.flush();
        return result.good();
    }

    private static LocalOptions options(Path dir) {
        return LocalOptions.in(dir)
                .withPorts(Ports.FREE)
                .withSimulatorScale(PROVIDER_PACE)
                .withWorkerSlots(WORKER_SLOTS);
    }

    static void requireReady(Path dir) {
        List<Doctor.Finding> findings = Doctor.examine(dir);
        if (!findings.isEmpty()) {
            throw CliException.environment(String.join(
                    System.lineSeparator(),
                    findings.stream().map(Doctor.Finding::toString).toList()));
        }
    }
}
