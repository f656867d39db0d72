package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.admission.row.TaskKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What producers asked for, opaque to the engine: written once when a task is accepted, deleted once when it ends. One that comes and goes
 * between two flushes is never written.
 */
final class Payloads {
    /** A payload that changed since the last flush. */
    private static final class Change implements TaskTable.Entry {
        private final TaskKey task;

        /** Null when it is to be deleted. */
        private final byte @Nullable [] payload;

        /** Whether the back end has a row of it. */
        private final boolean stored;

        /** Whether another change came after it, or nothing is left of it. */
        private boolean moot;

        Change(TaskKey task, byte @Nullable [] payload, boolean stored) {
            this.task = task;
            this.payload = payload;
            this.stored = stored;
        }

        @Override
        public TaskKey task() {
            return task;
        }

        int length() {
            return payload == null ? 0 : payload.length;
        }
    }

    private final KeyValues rows;
    private final Changes writes;
    private final TaskTable<Change> changes = new TaskTable<>();

    /** All of them in order, moot ones included. */
    private final List<Change> inOrder = new ArrayList<>();

    private long unwrittenBytes;

    Payloads(KeyValues rows) {
        this.rows = rows;
        this.writes = new Changes(rows);
    }

    byte @Nullable [] find(TaskKey key) {
        Change change = changes.get(key);
        return change == null ? rows.get(TaskCodec.key(key)) : change.payload;
    }

    void insert(TaskKey key, byte[] payload) {
        Change deleted = changes.get(key);
        note(new Change(key, payload, deleted != null), deleted);
    }

    void deleteExisting(TaskKey key) {
        Change inserted = changes.get(key);
        if (inserted == null || inserted.stored) {
            note(new Change(key, null, true), inserted);
        } else {
            changes.remove(key);
            discard(inserted);
        }
    }

    private void note(Change change, @Nullable Change before) {
        if (before != null) {
            discard(before);
        }
        changes.put(change);
        inOrder.add(change);
        unwrittenBytes += change.length();
    }

    private void discard(Change change) {
        change.moot = true;
        unwrittenBytes -= change.length();
    }

    /** Bytes that await writing. */
    long unwrittenBytes() {
        return unwrittenBytes;
    }

    void flush() {
        for (Change change : inOrder) {
            if (!change.moot) {
                writes.add(TaskCodec.key(change.task), change.payload);
            }
        }
        writes.write();
        inOrder.clear();
        changes.clear();
        unwrittenBytes = 0;
    }
}
