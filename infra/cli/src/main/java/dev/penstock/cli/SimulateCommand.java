package dev.penstock.cli;

import dev.penstock.simulation.DaySimulation;
import dev.penstock.simulation.FloodSimulation;
import dev.penstock.simulation.Progress;
import dev.penstock.simulation.report.DayReport;
import dev.penstock.simulation.report.FloodReport;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.workload.FloodOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock simulate}. */
@Command(
        name = "simulate",
        description =
                "Simulate a day of many tenants on the real admission core under a virtual clock: waits, use of caps, cost, and the"
                        + " worker containers that it takes beside what plain arithmetic says. Needs no stack.",
        footer = "The same seed gives the same report, apart from what it says of the machine.")
final class SimulateCommand implements Callable<Integer> {
    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    @Option(
            names = "--tasks-per-day",
            paramLabel = "N",
            converter = TaskCount.class,
            description = "Tasks of a whole day, such as 10M. Default: 1M.")
    long tasksPerDay = DayOptions.DEFAULT.tasksPerDay();

    @Option(names = "--tenants", paramLabel = "N", description = "Tenants. Default: 1000.")
    int tenants = DayOptions.DEFAULT.tenants();

    @Option(names = "--hours", paramLabel = "N", description = "Hours to simulate, from midnight. Default: 24.")
    int hours = DayOptions.DEFAULT.hours();

    @Option(names = "--seed", paramLabel = "N", description = "What all chance follows from. Default: 1.")
    long seed = DayOptions.DEFAULT.seed();

    @Option(names = "--slots", paramLabel = "N", description = "Slots of the engine. Default: 12.")
    int slots = DayOptions.DEFAULT.slots();

    @Option(
            names = "--burst",
            description = "Some tenants ask for ten times their mean for half an hour, on top of the day's tasks.")
    boolean burst;

    @Option(
            names = "--fleet",
            paramLabel = "PERCENT",
            description = "Bound the workers, in percent of what plain arithmetic gives for the mean demand."
                    + " Default: as many as there is work for; 150 with --flood.")
    @Nullable
    Integer fleet;

    @Option(
            names = "--flood",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "1M",
            converter = TaskCount.class,
            description =
                    "Instead of a day: one tenant submits N tasks at once (1M when left out) into a quiet hour with bounded"
                            + " workers; --hours and --burst do not apply. Shows what that does to the others.")
    @Nullable
    Long flood;

    @Option(
            names = "--flood-tier",
            paramLabel = "TIER",
            description = "The flood's tier: urgent, normal or batch. Default: normal.")
    String floodTier = FloodOptions.DEFAULT.tier();

    @Option(names = "--report", paramLabel = "FILE", description = "Write all figures to FILE as JSON.")
    @Nullable
    Path report;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Signals.interrupt(Thread.currentThread());
        PrintWriter out = spec.commandLine().getOut();
        if (flood != null) {
            FloodReport result = FloodSimulation.run(floodOptions(flood), progress());
            write(result.json());
            out.print(result.render());
        } else {
            DayReport result = DaySimulation.run(dayOptions(), progress());
            write(result.json());
            out.print(result.render());
        }
        out.flush();
        return ExitCodes.OK;
    }

    private DayOptions dayOptions() {
        try {
            return new DayOptions(tasksPerDay, tenants, hours, seed, burst, slots, fleet == null ? 0 : fleet);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }

    private FloodOptions floodOptions(long tasks) {
        try {
            int percent = fleet == null ? FloodOptions.DEFAULT.fleetPercent() : fleet;
            return new FloodOptions(tasks, floodTier, tasksPerDay, tenants, seed, slots, percent);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** One line that is written over on a terminal, a line now and then elsewhere. */
    private Consumer<Progress> progress() {
        PrintWriter err = spec.commandLine().getErr();
        boolean live = Terminal.detect(false, true).live();
        long[] last = {System.nanoTime()};
        return at -> {
            String line = String.format(
                    Locale.ROOT,
                    "%,d of %,d tasks, simulated %d:%02d h, %,.0f tasks/s",
                    at.done(),
                    at.total(),
                    at.simulatedMillis() / 3_600_000,
                    at.simulatedMillis() / 60_000 % 60,
                    at.tasksPerSecond());
            if (live) {
                err.print("\r\u001b[K" + line);
                err.flush();
            } else if (System.nanoTime() - last[0] >= NANOS_BETWEEN_LINES) {
                last[0] = System.nanoTime();
                err.println(line);
            }
        };
    }

    private void write(String json) {
        if (Terminal.detect(false, true).live()) {
            spec.commandLine().getErr().print("\r\u001b[K");
            spec.commandLine().getErr().flush();
        }
        if (report != null) {
            try {
                Files.writeString(report, json);
            } catch (IOException e) {
                throw CliException.environment("Cannot write " + report + ": " + Problems.reason(e));
            }
        }
    }
}
