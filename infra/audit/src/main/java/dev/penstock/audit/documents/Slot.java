package dev.penstock.audit.documents;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which documents the events of one partition make, as far as they have been read. Memory: two numbers a tenant, some 16 bytes a deliverable. */
final class Slot {
    private record Seqs(long first, long last) {}

    final TopicPartition partition;

    /** Where the log begins; above 0 retention has taken what was before. */
    final long begin;

    /** Where to read on. */
    long next;

    private final Map<String, Seqs> tenants = new HashMap<>();
    private IdSet delivered = new IdSet();

    Slot(TopicPartition partition, long begin) {
        this.partition = partition;
        this.begin = begin;
        this.next = begin;
    }

    /** Takes the next event in; returns whether its output is the first of its task, for what is written first stays. */
    boolean tell(TenantEvent event) {
        long seq = event.event().getSeq();
        tenants.merge(
                event.tenant(),
                new Seqs(seq, seq),
                (told, one) -> new Seqs(Math.min(told.first(), seq), Math.max(told.last(), seq)));
        return event.delivers() && delivered.add(event.tenant(), event.task());
    }

    Set<String> tenants() {
        return tenants.keySet();
    }

    /** Whether an event has made the document. */
    boolean makes(String tenant, Kind kind, Map<String, @Nullable Object> document) {
        Object id = Fields.id(document);
        return switch (kind) {
            case DELIVERABLES -> id instanceof String task && delivered.contains(tenant, task);
            case TASK_EVENTS -> {
                Seqs seqs = tenants.get(tenant);
                // A tenant's numbers have no gaps; the audit of the log sees to that.
                yield seqs != null && id instanceof Long seq && seqs.first() <= seq && seq <= seqs.last();
            }
        };
    }

    /** Whether the document's event may be one that retention has taken. */
    boolean isUntold(String tenant, Kind kind, Map<String, @Nullable Object> document) {
        OptionalLong offset = Fields.offset(document);
        Seqs seqs = tenants.get(tenant);
        boolean numbered = kind == Kind.DELIVERABLES
                || Fields.id(document) instanceof Long seq && seq > 0 && (seqs == null || seq < seqs.first());
        return numbered && offset.isPresent() && 0 <= offset.getAsLong() && offset.getAsLong() < begin;
    }

    /** Lets go of what only {@link #makes} needs. */
    void done() {
        delivered = new IdSet();
    }
}
