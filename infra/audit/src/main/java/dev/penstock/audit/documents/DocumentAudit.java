package dev.penstock.audit.documents;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.audit.AuditProgress;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.TopicReader;
import dev.penstock.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * I14: the documents of events that projections keep in MongoDB are those that the events make, each in its tenant's database. Projections may be at work meanwhile: documents
 * never change once they are there, and an offset is committed after the documents before it were written. So each event before the committed offset must have its documents
 * as they should be; and each document that is there must have its event, before the end that the log has once the document was seen.
 *
 * <p>Memory: the events and documents of a window ({@value Comparison#WINDOW_EVENTS} events, or 8 MiB), and some 16 bytes for each deliverable of one partition.
 */
public final class DocumentAudit {
    /** How long documents of what is on the log may be on their way. */
    public static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> common;
    private final DocumentStore store;
    private final Consumer<AuditProgress> listener;
    private final boolean quiet;
    private final Duration settle;

    public DocumentAudit(String bootstrapServers, DocumentStore store, Consumer<AuditProgress> listener) {
        this(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        CommonClientConfigs.CLIENT_ID_CONFIG,
                        "penstock-audit-documents"),
                store,
                listener,
                false,
                SETTLE);
    }

    private DocumentAudit(
            Map<String, Object> common,
            DocumentStore store,
            Consumer<AuditProgress> listener,
            boolean quiet,
            Duration settle) {
        this.common = common;
        this.store = store;
        this.listener = listener;
        this.quiet = quiet;
        this.settle = settle;
    }

    /**
     * The same of a log to which nothing is written any more, so that a document that is still on its way after the wait is a violation however much moves.
     *
     * @param patience how long to wait
     */
    public DocumentAudit ofQuietLog(Duration patience) {
        return new DocumentAudit(common, store, listener, true, patience);
    }

    /**
     * Reads and compares.
     *
     * @throws IllegalStateException when the store or the broker does not answer
     */
    public InvariantResult run() throws InterruptedException {
        DocumentFindings findings = new DocumentFindings();
        try (TopicReader reader = new TopicReader(common, PATIENCE, listener);
                Admin admin = Admin.create(common)) {
            if (!reader.topics().contains(Topics.EVENTS)) {
                throw new IllegalStateException("The cluster has no topic " + Topics.EVENTS);
            }
            List<TopicPartition> partitions = reader.partitions(Topics.EVENTS).stream()
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            Map<TopicPartition, Long> begin = reader.beginnings(partitions);
            Arrival arrival = new Arrival(reader, admin, begin);
            arrival.await(settle);
            Map<TopicPartition, Long> written = reader.written(partitions);
            List<Slot> slots = new ArrayList<>();
            partitions.forEach(partition -> slots.add(new Slot(partition, begin.getOrDefault(partition, 0L))));
            Surplus surplus = new Surplus(store, reader, slots, findings);
            for (Slot slot : slots) {
                long committed = arrival.next().getOrDefault(slot.partition, 0L);
                // Asked after the offset was: what was projected by then had been written by then.
                long end = written.getOrDefault(slot.partition, 0L);
                if (committed > end) {
                    findings.ahead(slot.partition, committed, end);
                }
                long late = compare(
                        reader,
                        slot,
                        committed,
                        Math.min(end, Math.max(committed, arrival.end(slot.partition))),
                        findings);
                late(slot.partition, late, arrival, findings);
                surplus.of(slot);
                findings.tenants(slot.tenants().size());
                slot.done();
            }
            surplus.ofNobody();
        }
        return findings.result();
    }

    private void late(TopicPartition partition, long documents, Arrival arrival, DocumentFindings findings) {
        findings.toCome(documents);
        if (documents > 0 && arrival.stoodStill()) {
            findings.late(partition, documents, "their projection took nothing for " + settle.toSeconds() + " s");
        } else if (documents > 0 && quiet) {
            findings.late(partition, documents, "waited " + settle.toSeconds() + " s for them");
        }
    }

    /** Returns how many documents are not there that may be to come. */
    private long compare(TopicReader reader, Slot slot, long committed, long end, DocumentFindings findings) {
        Comparison comparison = new Comparison(store, slot, committed, findings);
        if (end > slot.next) {
            boolean whole = reader.readTo(
                            "documents of " + slot.partition,
                            Map.of(slot.partition, slot.next),
                            Map.of(slot.partition, end),
                            record -> {
                                slot.next = record.offset() + 1;
                                compare(record, slot, comparison, findings);
                            })
                    .isEmpty();
            comparison.finish();
            if (whole) {
                slot.next = end;
            } else {
                findings.unread(slot.partition);
            }
        }
        return comparison.late();
    }

    private static void compare(
            ConsumerRecord<byte[], byte[]> record, Slot slot, Comparison comparison, DocumentFindings findings) {
        try {
            TenantEvent event = TenantEvent.of(record);
            switch (event.fate()) {
                case KEPT -> comparison.add(event, slot.tell(event), record.serializedValueSize());
                case PASSED_OVER -> {}
                case REFUSED -> findings.unreadable();
            }
        } catch (InvalidProtocolBufferException e) {
            // The projection dead-letters it and goes on.
            findings.unreadable();
        }
    }
}
