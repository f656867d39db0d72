package dev.penstock.audit.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the documents of one partition's events against them, a window of events at a time. */
final class Comparison {
    /** Events of which the documents are held in memory at once, at most. */
    static final int WINDOW_EVENTS = 5_000;

    /** Their length as records; the documents are about as long. A window may be longer by its last event. */
    static final int WINDOW_BYTES = 8 << 20;

    /** Documents that are asked for at once. */
    static final int PORTION = 1_000;

    private record Place(String tenant, Kind kind) {}

    private final DocumentStore store;
    private final Slot slot;
    private final long committed;
    private final DocumentFindings findings;
    private final Map<Place, List<TenantEvent>> window = new LinkedHashMap<>();
    private int events;
    private long bytes;
    private long late;

    /** @param committed the offset from which a document may not be there yet */
    Comparison(DocumentStore store, Slot slot, long committed, DocumentFindings findings) {
        this.store = store;
        this.slot = slot;
        this.committed = committed;
        this.findings = findings;
    }

    /** @param delivers whether its output is to be a deliverable */
    void add(TenantEvent event, boolean delivers, int length) {
        add(event, Kind.TASK_EVENTS);
        if (delivers) {
            add(event, Kind.DELIVERABLES);
        }
        events++;
        bytes += length;
        if (events >= WINDOW_EVENTS || bytes >= WINDOW_BYTES) {
            finish();
        }
    }

    private void add(TenantEvent event, Kind kind) {
        window.computeIfAbsent(new Place(event.tenant(), kind), place -> new ArrayList<>())
                .add(event);
    }

    /** Compares what was added last. */
    void finish() {
        window.forEach((place, all) -> {
            for (int from = 0; from < all.size(); from += PORTION) {
                compare(place, all.subList(from, Math.min(all.size(), from + PORTION)));
            }
        });
        window.clear();
        events = 0;
        bytes = 0;
    }

    /** Documents that are not there, and that the projection does not claim to have written. */
    long late() {
        return late;
    }

    private void compare(Place place, List<TenantEvent> some) {
        Kind kind = place.kind();
        Map<Object, Map<String, @Nullable Object>> found = new HashMap<>();
        store.lookup()
                .find(
                        TenantDatabases.of(place.tenant()),
                        kind.collection(),
                        some.stream().map(event -> event.id(kind)).toList())
                .forEach(document -> found.put(Fields.id(document), document));
        some.forEach(event -> compare(kind, event, found.get(event.id(kind))));
    }

    private void compare(Kind kind, TenantEvent event, @Nullable Map<String, @Nullable Object> document) {
        if (document != null && kind == Kind.DELIVERABLES && slot.isUntold(event.tenant(), kind, document)) {
            // The key of a task may be used again, and what was written first stays.
            findings.untold();
            return;
        }
        if (document == null && event.offset() >= committed) {
            late++;
            return;
        }
        findings.compared(kind);
        String how =
                document == null ? "is missing" : Fields.differences(Expected.of(kind, event), Fields.of(document));
        if (!how.isEmpty()) {
            findings.differs(kind, event, slot.partition, how);
        }
    }
}
