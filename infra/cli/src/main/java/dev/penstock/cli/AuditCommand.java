package dev.penstock.cli;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditProgress;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.AuditTable;
import dev.penstock.audit.Auditor;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.simulation.kafka.replay.LogReplay;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock audit}. */
@Command(
        name = "audit",
        description =
                "Read penstock.events from the start and check every promise, with a checker that knows nothing of the engine;"
                        + " hold the books against the calls to providers, to the micro-dollar.",
        footer = "Exits 0 when every invariant holds, 1 when one does not.")
final class AuditCommand implements Callable<Integer> {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Broker to read from. Default: that of the running local stack.")
    @Nullable
    String kafka;

    @Option(names = "--quiet-log", description = "All work should have ended: a task still open is a violation.")
    boolean quiet;

    @Option(
            names = "--healthy",
            description = "No process was down meanwhile: a lease that lapsed more than 2 s late is a violation.")
    boolean healthy;

    @Option(
            names = "--age-after",
            paramLabel = "MINUTES",
            description = "Minutes after which a waiting task counts as one tier up, as penstock.engine.age-after says."
                    + " Default: 15.")
    int ageAfterMinutes = 15;

    @Option(
            names = "--dead-letter-days",
            paramLabel = "DAYS",
            description =
                    "Days for which a dead task is kept whole, as penstock.engine.dead-letter-ttl says. Default: 7.")
    int deadLetterDays = 7;

    @Option(
            names = "--replay",
            description =
                    "Play penstock.commands through the real admission core again too, and compare events and stores"
                            + " byte by byte (I17, I22). With --kafka, give it the settings of the engine's process.")
    boolean replay;

    @Mixin
    FolderOption folder = new FolderOption();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        // Of a local stack it is known how its engine is set.
        Settings settings = kafka != null
                ? Settings.load().with(SettingNames.KAFKA_BOOTSTRAP, kafka)
                : folder.running().settings();
        String bootstrap = settings.text(SettingNames.KAFKA_BOOTSTRAP);
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        Consumer<AuditProgress> progress = at -> line.show(at.toString());
        try {
            AuditReport report = Auditor.of(bootstrap).telling(progress).audit(options(), List.of());
            if (replay) {
                report = report.and(new LogReplay(bootstrap, settings, progress).run());
            }
            line.clear();
            out.print(AuditTable.render(report));
            out.flush();
            return report.holds() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (KafkaException | IllegalStateException e) {
            line.clear();
            throw CliException.environment("Cannot read the events at " + bootstrap + ": " + e.getMessage());
        }
    }

    private AuditOptions options() {
        return AuditOptions.DEFAULT
                .withQuiet(quiet)
                .withHealthy(healthy)
                .withDeadTtl(Duration.ofDays(deadLetterDays))
                .withAgeAfter(Duration.ofMinutes(ageAfterMinutes));
    }
}
