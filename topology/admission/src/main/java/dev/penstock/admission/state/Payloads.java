package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.admission.row.TaskKey;
import org.jspecify.annotations.Nullable;

/** What producers asked for, opaque to the engine: written once when a task is accepted, deleted once when it ends. */
final class Payloads {
    private final KeyValues rows;

    /** The last one written, as it is often granted at once. */
    private @Nullable TaskKey lastKey;

    private byte @Nullable [] last;

    Payloads(KeyValues rows) {
        this.rows = rows;
    }

    byte @Nullable [] find(TaskKey key) {
        return key.equals(lastKey) ? last : rows.get(TaskCodec.key(key));
    }

    void insert(TaskKey key, byte[] payload) {
        lastKey = key;
        last = payload;
        rows.put(TaskCodec.key(key), payload);
    }

    void deleteExisting(TaskKey key) {
        if (key.equals(lastKey)) {
            lastKey = null;
            last = null;
        }
        rows.delete(TaskCodec.key(key));
    }
}
