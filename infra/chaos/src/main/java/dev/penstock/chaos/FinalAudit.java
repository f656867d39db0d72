package dev.penstock.chaos;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.Auditor;
import dev.penstock.audit.Submission;
import dev.penstock.audit.documents.DocumentAudit;
import dev.penstock.audit.documents.DocumentStore;
import dev.penstock.local.LocalStack;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantDocuments;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The audit that a run ends with: the topics, and the documents of MongoDB where there is one. */
final class FinalAudit {
    /** How long the projections have to catch up with a run. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private FinalAudit() {}

    /**
     * @param quiet whether all work has ended
     * @throws IllegalStateException when Kafka or MongoDB does not answer
     */
    static AuditReport of(LocalStack stack, boolean quiet, Collection<Submission> submissions)
            throws InterruptedException {
        AuditReport report =
                Auditor.of(stack.kafkaBootstrap()).audit(AuditOptions.DEFAULT.withQuiet(quiet), submissions);
        Optional<Mongo> configured = Mongo.patient(stack.settings(), "penstock-chaos");
        if (configured.isEmpty()) {
            return report;
        }
        try (Mongo mongo = configured.get()) {
            TenantDocuments stored = new TenantDocuments(mongo);
            DocumentAudit documents = new DocumentAudit(
                    stack.kafkaBootstrap(),
                    new DocumentStore(stored::databases, stored::find, stored::scan),
                    progress -> {});
            return report.and(List.of((quiet ? documents.ofQuietLog(PATIENCE) : documents).run()));
        }
    }
}
