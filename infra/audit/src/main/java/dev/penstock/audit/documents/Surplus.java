package dev.penstock.audit.documents;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.audit.TopicReader;
import dev.penstock.schemas.Slots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Documents that no event makes. One whose event has not been read is explained by reading on: the projection reads what is committed, as this does, so the event of what it has
 * written is before the end that the log has afterwards, and there is nothing to wait for.
 */
final class Surplus {
    private static final List<String> FIELDS = List.of("offset");

    private final DocumentStore store;
    private final TopicReader reader;
    private final List<Slot> slots;
    private final DocumentFindings findings;

    Surplus(DocumentStore store, TopicReader reader, List<Slot> slots, DocumentFindings findings) {
        this.store = store;
        this.reader = reader;
        this.slots = slots;
        this.findings = findings;
    }

    /** Goes through the databases of a slot's tenants. */
    void of(Slot slot) {
        for (String tenant : new TreeSet<>(slot.tenants())) {
            if (Slots.of(tenant, slots.size()) == slot.partition.partition()) {
                for (Kind kind : Kind.values()) {
                    scan(TenantDatabases.of(tenant), kind, documents -> judge(slot, tenant, kind, documents));
                }
            }
        }
    }

    private void judge(Slot slot, String tenant, Kind kind, List<Map<String, @Nullable Object>> documents) {
        List<Map<String, @Nullable Object>> left = new ArrayList<>(documents);
        left.removeIf(document -> slot.makes(tenant, kind, document));
        if (!left.isEmpty()) {
            readOn(List.of(slot));
            left.removeIf(document -> slot.makes(tenant, kind, document));
        }
        for (Map<String, @Nullable Object> document : left) {
            if (slot.isUntold(tenant, kind, document)) {
                findings.untold();
            } else {
                report(tenant, TenantDatabases.of(tenant), kind, document, slot.partition.partition());
            }
        }
    }

    /** Goes through the databases of tenants that no event names; once all slots were read. */
    void ofNobody() {
        Set<String> strange = strange(store.databases().get());
        if (!strange.isEmpty()) {
            readOn(slots);
            strange = strange(strange);
        }
        for (String database : new TreeSet<>(strange)) {
            Optional<Slot> slot =
                    TenantDatabases.tenantOf(database).map(tenant -> slots.get(Slots.of(tenant, slots.size())));
            for (Kind kind : Kind.values()) {
                scan(
                        database,
                        kind,
                        documents -> documents.forEach(document -> stranger(database, slot, kind, document)));
            }
        }
    }

    private void stranger(String database, Optional<Slot> slot, Kind kind, Map<String, @Nullable Object> document) {
        // Of a long name the database does not tell the slot.
        boolean untold = slot.map(List::of).orElse(slots).stream().anyMatch(s -> s.isUntold("", kind, document));
        if (untold) {
            findings.untold();
        } else {
            report(
                    "",
                    database,
                    kind,
                    document,
                    slot.map(s -> s.partition.partition()).orElse(0));
        }
    }

    private Set<String> strange(Collection<String> databases) {
        Set<String> strange = new HashSet<>();
        databases.stream()
                .filter(name -> name.startsWith(TenantDatabases.PREFIX))
                .forEach(strange::add);
        slots.forEach(slot -> slot.tenants().forEach(tenant -> strange.remove(TenantDatabases.of(tenant))));
        return strange;
    }

    private void scan(String database, Kind kind, Consumer<List<Map<String, @Nullable Object>>> sink) {
        store.scan().each(database, kind.collection(), FIELDS, Comparison.PORTION, sink);
    }

    private void readOn(List<Slot> some) {
        Map<TopicPartition, Slot> at = new HashMap<>();
        Map<TopicPartition, Long> from = new HashMap<>();
        some.forEach(slot -> {
            at.put(slot.partition, slot);
            from.put(slot.partition, slot.next);
        });
        reader.read("events since", from, record -> tell(at, record)).forEach((partition, end) -> {
            Slot slot = at.get(partition);
            if (slot != null) {
                slot.next = Math.max(slot.next, end);
            }
        });
    }

    private static void tell(Map<TopicPartition, Slot> at, ConsumerRecord<byte[], byte[]> record) {
        Slot slot = at.get(new TopicPartition(record.topic(), record.partition()));
        try {
            TenantEvent event = TenantEvent.of(record);
            if (slot != null && event.fate() == TenantEvent.Fate.KEPT) {
                slot.tell(event);
            }
        } catch (InvalidProtocolBufferException e) {
            // It makes no document; whether it should be there at all, the audit of the log says.
        }
    }

    private void report(
            String tenant, String database, Kind kind, Map<String, @Nullable Object> document, int partition) {
        Object id = Fields.id(document);
        findings.surplus(
                tenant, database, kind, id, partition, findings.names() ? whose(tenant, database, kind, document) : "");
    }

    /** Whose document it is by rights, as far as it is found where it says that its event is. */
    private String whose(String tenant, String database, Kind kind, Map<String, @Nullable Object> document) {
        OptionalLong offset = Fields.offset(document);
        if (offset.isEmpty()) {
            return "";
        }
        long at = offset.getAsLong();
        Set<String> owners = new TreeSet<>();
        for (Map<String, @Nullable Object> whole :
                store.lookup().find(database, kind.collection(), List.of(Fields.id(document)))) {
            for (Slot slot : slots) {
                if (slot.begin <= at && at < end(slot.partition)) {
                    reader.readTo(
                            "whose it is", Map.of(slot.partition, at), Map.of(slot.partition, at + 1), record -> owner(
                                            record, kind, whole)
                                    .ifPresent(owners::add));
                }
            }
        }
        owners.remove(tenant);
        return owners.isEmpty() ? "" : "; it is the " + kind.one() + " of " + String.join(", ", owners);
    }

    private long end(TopicPartition partition) {
        return reader.ends(List.of(partition)).getOrDefault(partition, 0L);
    }

    private static Optional<String> owner(
            ConsumerRecord<byte[], byte[]> record, Kind kind, Map<String, @Nullable Object> document) {
        try {
            TenantEvent event = TenantEvent.of(record);
            boolean makes = event.fate() == TenantEvent.Fate.KEPT
                    && (kind == Kind.TASK_EVENTS || event.delivers())
                    && Fields.differences(Expected.of(kind, event), Fields.of(document))
                            .isEmpty();
            return makes ? Optional.of(event.tenant()) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
