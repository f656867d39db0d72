package dev.penstock.cli;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditProgress;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.AuditTable;
import dev.penstock.audit.Auditor;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.documents.DocumentAudit;
import dev.penstock.audit.documents.DocumentStore;
import dev.penstock.audit.rows.RowAudit;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantDocuments;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.simulation.kafka.replay.LogReplay;
import java.io.PrintWriter;
import java.sql.SQLException;
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

    @Option(
            names = "--rows",
            negatable = true,
            description = "Hold the rows of PostgreSQL against the records that they came of (I13)."
                    + " Default: yes for the local stack; with --kafka, give it penstock.postgres.url and the like.")
    @Nullable
    Boolean rows;

    @Option(
            names = "--documents",
            negatable = true,
            description = "Hold the documents of MongoDB against the events that they came of (I14)."
                    + " Default: yes for a local stack with MongoDB; with --kafka, give it penstock.mongo.url.")
    @Nullable
    Boolean documents;

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
        if (Boolean.TRUE.equals(documents) && !hasMongo(settings)) {
            throw CliException.usage("--documents needs to know where MongoDB is: set " + SettingNames.MONGO_URL);
        }
        boolean withDocuments = documents == null ? kafka == null && hasMongo(settings) : documents;
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        Consumer<AuditProgress> progress = at -> line.show(at.toString());
        try {
            if (withDocuments) {
                mustAnswer(settings);
            }
            AuditReport report = Auditor.of(bootstrap).telling(progress).audit(options(), List.of());
            if (replay) {
                report = report.and(new LogReplay(bootstrap, settings, progress).run());
            }
            if (rows == null ? kafka == null : rows) {
                report = report.and(List.of(rows(bootstrap, settings, progress)));
            }
            if (withDocuments) {
                report = report.and(List.of(documents(bootstrap, settings, progress)));
            }
            line.clear();
            out.print(AuditTable.render(report));
            out.flush();
            return report.holds() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (KafkaException | IllegalStateException e) {
            line.clear();
            throw CliException.environment("Cannot audit what is at " + bootstrap + ": " + e.getMessage());
        }
    }

    private static InvariantResult rows(String bootstrap, Settings settings, Consumer<AuditProgress> progress) {
        try (HikariDataSource database = Database.pool(settings, "penstock-audit", 1)) {
            return new RowAudit(bootstrap, database, progress).run();
        } catch (SQLException | PoolInitializationException e) {
            throw new IllegalStateException("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    private static boolean hasMongo(Settings settings) {
        return !settings.text(SettingNames.MONGO_URL, "").isEmpty();
    }

    /** Before the topics are read, which may take minutes, and with little patience: one that is not there at all is a mistake. */
    private static void mustAnswer(Settings settings) {
        try (Mongo mongo = Mongo.of(settings, "penstock-audit").orElseThrow()) {
            new TenantDocuments(mongo).databases();
        }
    }

    private InvariantResult documents(String bootstrap, Settings settings, Consumer<AuditProgress> progress)
            throws InterruptedException {
        try (Mongo mongo = Mongo.patient(settings, "penstock-audit").orElseThrow()) {
            TenantDocuments stored = new TenantDocuments(mongo);
            DocumentAudit audit = new DocumentAudit(
                    bootstrap, new DocumentStore(stored::databases, stored::find, stored::scan), progress);
            return (quiet ? audit.ofQuietLog(DocumentAudit.SETTLE) : audit).run();
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
