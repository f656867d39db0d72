package dev.penstock.cli;

import dev.penstock.simulation.DaySimulation;
import dev.penstock.simulation.FloodSimulation;
import dev.penstock.simulation.Progress;
import dev.penstock.simulation.SharesSimulation;
import dev.penstock.simulation.report.DayReport;
import dev.penstock.simulation.report.FloodReport;
import dev.penstock.simulation.report.SharesReport;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.workload.FloodOptions;
import dev.penstock.simulation.workload.ShareOptions;
import dev.penstock.torture.Torture;
import dev.penstock.torture.TortureOptions;
import dev.penstock.torture.TortureReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final long DEFAULT_SCHEDULES = 20_000;
    private static final Pattern WEIGHTS = Pattern.compile("(\\d{1,4}):(\\d{1,4})");

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

    @Option(
            names = "--shares",
            description =
                    "Instead of a day: two tenants of one slot, one with tasks of 100,000 tokens and one with tasks of 1,000, both want all"
                            + " workers all the time. Shows their shares of the cost. Of the other options only --weights, --hours, --seed and"
                            + " --report apply.")
    boolean shares;

    @Option(
            names = "--weights",
            paramLabel = "A:B",
            description = "Weights of the tenant with the large tasks and of the other, with --shares. Default: 1:1.")
    @Nullable
    String weights;

    @Option(
            names = "--torture",
            description =
                    "Instead of a day: hunt for bugs in the core with seeded schedules of crashes and faults, every invariant checked"
                            + " after every command. Exit code 1 when one is broken. Of the other options only the next three and --report"
                            + " apply.")
    boolean torture;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            converter = TaskCount.class,
            description = "Schedules of the torture, such as 1M. Default: 20K.")
    @Nullable
    Long schedules;

    @Option(names = "--from", paramLabel = "SEED", description = "The seed of the first one. Default: 0.")
    @Nullable
    Long from;

    @Option(names = "--threads", paramLabel = "N", description = "Schedules at once. Default: one for each processor.")
    @Nullable
    Integer threads;

    @Option(names = "--report", paramLabel = "FILE", description = "Write all figures to FILE as JSON.")
    @Nullable
    Path report;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Signals.interrupt(Thread.currentThread());
        PrintWriter out = spec.commandLine().getOut();
        int code = ExitCodes.OK;
        requireOneKind();
        if (torture) {
            TortureReport result = runTorture();
            progressLine().clear();
            // First, since what a long run found must not be lost for a file that cannot be written.
            out.print(TortureText.render(result));
            out.flush();
            write(TortureText.json(result));
            boolean cut = result.schedules() < result.options().schedules();
            code = result.violating() > 0 ? ExitCodes.FAILED : cut ? ExitCodes.INTERRUPTED : ExitCodes.OK;
        } else if (shares) {
            SharesReport result = SharesSimulation.run(shareOptions(), progress());
            write(result.json());
            out.print(result.render());
        } else if (flood != null) {
            FloodReport result = FloodSimulation.run(floodOptions(flood), progress());
            write(result.json());
            out.print(result.render());
        } else {
            DayReport result = DaySimulation.run(dayOptions(), progress());
            write(result.json());
            out.print(result.render());
        }
        out.flush();
        return code;
    }

    private void requireOneKind() {
        if (torture && (flood != null || shares) || shares && flood != null) {
            throw CliException.usage("--torture, --shares and --flood do not go together");
        }
        if (!torture && (schedules != null || from != null || threads != null)) {
            throw CliException.usage("--schedules, --from and --threads go with --torture");
        }
        if (!shares && weights != null) {
            throw CliException.usage("--weights goes with --shares");
        }
    }

    private ShareOptions shareOptions() {
        ShareOptions usual = ShareOptions.DEFAULT;
        try {
            return new ShareOptions(usual.tokens(), weights == null ? usual.weights() : weights(weights), hours, seed);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static List<Integer> weights(String text) {
        Matcher parts = WEIGHTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Expected weights such as 3:1, but got " + text);
        }
        return List.of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
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

    private TortureReport runTorture() {
        Runtime jvm = Runtime.getRuntime();
        ProgressLine line = progressLine();
        return Torture.run(
                tortureOptions(), at -> line.show(TortureText.progress(at, jvm.totalMemory() - jvm.freeMemory())));
    }

    private TortureOptions tortureOptions() {
        try {
            return new TortureOptions(
                    schedules == null ? DEFAULT_SCHEDULES : schedules,
                    from == null ? 0 : from,
                    threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                    TortureOptions.LEAST_STEPS);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }

    private Consumer<Progress> progress() {
        ProgressLine line = progressLine();
        return at -> line.show(String.format(
                Locale.ROOT,
                "%,d of %,d tasks, simulated %d:%02d h, %,.0f tasks/s",
                at.done(),
                at.total(),
                at.simulatedMillis() / 3_600_000,
                at.simulatedMillis() / 60_000 % 60,
                at.tasksPerSecond()));
    }

    private ProgressLine progressLine() {
        return new ProgressLine(spec.commandLine().getErr());
    }

    private void write(String json) {
        progressLine().clear();
        if (report != null) {
            try {
                Files.writeString(report, json);
            } catch (IOException e) {
                throw CliException.environment("Cannot write " + report + ": " + Problems.reason(e));
            }
        }
    }
}
