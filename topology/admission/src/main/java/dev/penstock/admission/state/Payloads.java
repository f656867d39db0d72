package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.row.TaskCodec;
import dev.penstock.admission.row.TaskRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What producers asked for, opaque to the engine: written once when a task is accepted, deleted once when it ends. One that comes and goes
 * between two flushes is never written.
 */
final class Payloads {
    private static final int SMALLEST = 64;

    private final KeyValues rows;
    private final Changes writes;

    /** Those that came since the last flush, by their places counted from {@link #first}; null where there is none, or not any more. */
    private byte[] @Nullable [] unwritten = new byte[SMALLEST][];

    private long first;
    private int used;
    private long unwrittenBytes;

    /** Keys of written ones that are to go. */
    private final List<byte[]> deletions = new ArrayList<>();

    Payloads(KeyValues rows) {
        this.rows = rows;
        this.writes = new Changes(rows);
    }

    /** @param row of a task that has not ended, or is dead: others have none */
    byte @Nullable [] find(TaskRow row) {
        return isUnwritten(row) ? unwritten[place(row)] : rows.get(TaskCodec.payloadKey(row));
    }

    /** @param row just accepted: its place is behind all that came before */
    void insert(TaskRow row, byte[] payload) {
        if (used == 0) {
            first = row.payloadPlace();
        }
        int place = place(row);
        if (place < used) {
            throw new IllegalStateException("Expected a place from " + (first + used) + " on, but got " + row);
        }
        if (place >= unwritten.length) {
            unwritten = Arrays.copyOf(unwritten, Math.max(unwritten.length * 2, place + 1));
        }
        unwritten[place] = payload;
        used = place + 1;
        unwrittenBytes += payload.length;
    }

    void deleteExisting(TaskRow row) {
        if (isUnwritten(row)) {
            byte[] payload = unwritten[place(row)];
            unwrittenBytes -= payload == null ? 0 : payload.length;
            unwritten[place(row)] = null;
        } else {
            deletions.add(TaskCodec.payloadKey(row));
        }
    }

    /** Bytes that await writing. */
    long unwrittenBytes() {
        return unwrittenBytes;
    }

    void flush() {
        for (byte[] key : deletions) {
            writes.add(key, null);
        }
        for (int i = 0; i < used; i++) {
            byte[] payload = unwritten[i];
            if (payload != null) {
                writes.add(TaskCodec.payloadKey(first + i), payload);
            }
        }
        writes.write();
        Arrays.fill(unwritten, 0, used, null);
        deletions.clear();
        used = 0;
        unwrittenBytes = 0;
    }

    private boolean isUnwritten(TaskRow row) {
        return used > 0 && row.payloadPlace() >= first;
    }

    private int place(TaskRow row) {
        return Math.toIntExact(row.payloadPlace() - first);
    }
}
