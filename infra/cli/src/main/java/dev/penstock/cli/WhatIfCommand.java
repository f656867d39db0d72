package dev.penstock.cli;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.simulation.WhatIf;
import dev.penstock.simulation.WhatIfProgress;
import dev.penstock.simulation.kafka.CommandLog;
import dev.penstock.simulation.policy.Durations;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.report.WhatIfReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock what-if}. */
@Command(
        name = "what-if",
        description =
                "Play what penstock.commands recorded through the real admission core again, under its own policy and under a changed one,"
                        + " and compare waits, refusals and cost. Nothing is written to the cluster.",
        footer = "docs/what-if.md says what a policy can change and what the model assumes.")
final class WhatIfCommand implements Callable<Integer> {
    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "What to change: lines such as 'plan.free.role.copywriter.cap = 4'. Without any change the model shows its own error.")
    @Nullable
    Path policy;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "One such line; may be repeated, and comes after those of the file.")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Where to begin: so long ago (2h, 30m, PT2H), or an instant (2026-05-01T08:00:00Z). Default: all that the log holds.")
    @Nullable
    String since;

    @Option(
            names = "--workers",
            paramLabel = "ROLE=N",
            description =
                    "Attempts of a role (or *) that run at once: a number, 'peak' for the most that did in the record, or 'unlimited'."
                            + " May be repeated. Default: peak where grants waited for workers, else unlimited.")
    Map<String, String> workers = new LinkedHashMap<>();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Broker to read from. Default: that of the running local stack.")
    @Nullable
    String kafka;

    @Option(names = "--report", paramLabel = "FILE", description = "Write all figures to FILE as JSON.")
    @Nullable
    Path report;

    @Mixin
    FolderOption folder = new FolderOption();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return whatIf();
        } catch (OutOfMemoryError e) {
            throw CliException.environment("So much of the log does not fit into "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB. Choose a later --since, or give more memory with PENSTOCK_JAVA_OPTS=-Xmx12g.");
        }
    }

    private int whatIf() throws InterruptedException {
        Signals.interrupt(Thread.currentThread());
        PolicyChanges changes = changes();
        Instant begin = begin(Instant.now());
        // Of a local stack it is known how its engine is set.
        Settings settings = kafka != null
                ? Settings.load().with(SettingNames.KAFKA_BOOTSTRAP, kafka)
                : folder.running().settings();
        boolean live = Terminal.detect(false, true).live();
        Consumer<WhatIfProgress> progress = progress(live);
        WhatIfReport result = compare(record(settings, begin, progress), changes, progress);
        if (live) {
            spec.commandLine().getErr().print("\r\u001b[K");
            spec.commandLine().getErr().flush();
        }
        write(result.json());
        PrintWriter out = spec.commandLine().getOut();
        out.print(result.render());
        out.flush();
        return ExitCodes.OK;
    }

    private PolicyChanges changes() {
        List<String> lines = new ArrayList<>();
        try {
            if (policy != null) {
                lines.addAll(Files.readAllLines(policy));
            }
        } catch (IOException e) {
            throw CliException.usage("The policy " + policy + " cannot be read: " + Problems.reason(e));
        }
        set.forEach((name, value) -> lines.add(name + " = " + value));
        try {
            return PolicyChanges.parse(lines);
        } catch (IllegalArgumentException e) {
            throw CliException.usage("The policy is not understood. " + e.getMessage());
        }
    }

    private Instant begin(Instant now) {
        if (since == null) {
            return Instant.EPOCH;
        }
        try {
            return since.matches("[0-9]{4}-.*") ? Instant.parse(since) : now.minus(Durations.parse(since));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw CliException.usage(
                    "--since is '" + since
                            + "' but should be a duration such as 30m, 2h or PT2H, or an instant such as 2026-05-01T08:00:00Z.");
        }
    }

    private static Recording record(Settings settings, Instant begin, Consumer<WhatIfProgress> progress)
            throws InterruptedException {
        String bootstrap = settings.text(SettingNames.KAFKA_BOOTSTRAP);
        try {
            return new CommandLog(bootstrap, settings, progress).read(begin);
        } catch (KafkaException | IllegalStateException e) {
            throw CliException.environment("Cannot use the command log at " + bootstrap + ": " + e.getMessage());
        }
    }

    private WhatIfReport compare(Recording recording, PolicyChanges changes, Consumer<WhatIfProgress> progress)
            throws InterruptedException {
        try {
            return WhatIf.run(recording, changes, workers, progress);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** One line that is written over on a terminal, a line now and then elsewhere. */
    private Consumer<WhatIfProgress> progress(boolean live) {
        PrintWriter err = spec.commandLine().getErr();
        long[] last = {System.nanoTime()};
        return at -> {
            String line = String.format(Locale.ROOT, "%s: %,d of %,d", at.part(), at.done(), at.total());
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
        if (report != null) {
            try {
                Files.writeString(report, json);
            } catch (IOException e) {
                throw CliException.environment("Cannot write " + report + ": " + Problems.reason(e));
            }
        }
    }
}
