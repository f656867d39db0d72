package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.admission.row.TaskKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What producers asked for, opaque to the engine: written once when a task is accepted, deleted once when it ends. One that comes and goes
 * between two flushes is never written.
 */
final class Payloads {
    /**
     * A payload that changed since the last flush.
     *
     * @param payload null when it is to be deleted
     * @param stored whether the back end has a row of it
     */
    private record Change(byte @Nullable [] payload, boolean stored) {}

    private final KeyValues rows;
    private final Map<TaskKey, Change> changes = new LinkedHashMap<>();
    private long unwrittenBytes;

    Payloads(KeyValues rows) {
        this.rows = rows;
    }

    byte @Nullable [] find(TaskKey key) {
        Change change = changes.get(key);
        return change == null ? rows.get(TaskCodec.key(key)) : change.payload();
    }

    void insert(TaskKey key, byte[] payload) {
        Change deleted = changes.put(key, new Change(payload, false));
        if (deleted != null) {
            changes.put(key, new Change(payload, true));
        }
        unwrittenBytes += payload.length;
    }

    void deleteExisting(TaskKey key) {
        Change inserted = changes.remove(key);
        if (inserted == null || inserted.stored()) {
            changes.put(key, new Change(null, true));
        }
        if (inserted != null && inserted.payload() != null) {
            unwrittenBytes -= inserted.payload().length;
        }
    }

    /** Bytes that await writing. */
    long unwrittenBytes() {
        return unwrittenBytes;
    }

    void flush() {
        changes.forEach((key, change) -> {
            byte[] payload = change.payload();
            if (payload == null) {
                rows.delete(TaskCodec.key(key));
            } else {
                rows.put(TaskCodec.key(key), payload);
            }
        });
        changes.clear();
        unwrittenBytes = 0;
    }
}
