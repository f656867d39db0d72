package dev.penstock.audit.documents;

import dev.penstock.audit.Findings;
import dev.penstock.audit.Invariant;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What comes of holding documents against events: each document that differs once, with all its fields that do. */
final class DocumentFindings {
    /** Documents that are named; the rest are counted. */
    static final int MAX_KEPT = 20;

    private final Findings findings = new Findings(MAX_KEPT);
    private final List<String> unread = new ArrayList<>();
    private final Map<Kind, Long> compared = new EnumMap<>(Kind.class);
    private long tenants;
    private long untold;
    private long toCome;
    private long unreadable;

    /** A document that its event makes was looked for, and compared if it was there. */
    void compared(Kind kind) {
        compared.merge(kind, 1L, Long::sum);
    }

    void tenants(int more) {
        tenants += more;
    }

    /** An event's document, missing or changed. */
    void differs(Kind kind, TenantEvent event, TopicPartition partition, String how) {
        findings.add(new Violation(
                event.tenant(),
                event.task(),
                partition.partition(),
                event.offset(),
                kind.collection() + " document " + event.id(kind) + " of " + TenantDatabases.of(event.tenant()) + ": "
                        + how));
    }

    /** A document that no event makes. {@code tenant} is empty for the database of nobody. */
    void surplus(String tenant, String database, Kind kind, Object id, int partition, String whose) {
        findings.add(new Violation(
                tenant,
                "",
                partition,
                -1,
                kind.collection() + " document " + id + " of " + database
                        + ": is there, and no event of the tenant makes it" + whose));
    }

    /** Whether the next violation is still named. */
    boolean names() {
        return findings.count() < MAX_KEPT;
    }

    /** The offset that the projection has committed is beyond what was ever written. */
    void ahead(TopicPartition partition, long next, long end) {
        findings.add(new Violation(
                "",
                "",
                partition.partition(),
                -1,
                "%s has committed %,d of %s, which ends at %,d".formatted(Arrival.GROUP, next, partition, end)));
    }

    /** Documents that are not there yet, though they should be by now. */
    void late(TopicPartition partition, long documents, String why) {
        findings.add(new Violation(
                "",
                "",
                partition.partition(),
                -1,
                "%,d documents of events of %s are not there yet: %s".formatted(documents, partition, why)));
    }

    /** Documents that are not there yet. */
    void toCome(long documents) {
        toCome += documents;
    }

    /** A document of an event that retention may have taken. */
    void untold() {
        untold++;
    }

    /** A record of which no document comes, for it cannot be read. */
    void unreadable() {
        unreadable++;
    }

    /** A partition that was not read to its end. */
    void unread(TopicPartition partition) {
        unread.add(partition.toString());
    }

    InvariantResult result() {
        long deliverables = compared.getOrDefault(Kind.DELIVERABLES, 0L);
        long events = compared.getOrDefault(Kind.TASK_EVENTS, 0L);
        StringBuilder note = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d deliverables and %,d events of %,d tenants; %,d documents still to come",
                deliverables,
                events,
                tenants,
                toCome));
        if (untold > 0) {
            note.append(String.format(Locale.ROOT, "; %,d documents of events that retention has taken", untold));
        }
        if (unreadable > 0) {
            note.append(String.format(Locale.ROOT, "; %,d records that cannot be read", unreadable));
        }
        if (!unread.isEmpty()) {
            note.append("; NOT compared: ").append(String.join(", ", unread));
        }
        return new InvariantResult(
                Invariant.I14, deliverables + events, findings.count(), findings.kept(), note.toString());
    }
}
