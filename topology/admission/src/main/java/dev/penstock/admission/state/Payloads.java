package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.row.PayloadForm;
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

    /** Beside each the row that is to lie with it, as accepted; null where it is to lie alone. */
    private @Nullable TaskRow[] companions = new TaskRow[SMALLEST];

    /** Their bytes, where they are known already. */
    private byte[] @Nullable [] encoded = new byte[SMALLEST][];

    private final TaskCodec codec = new TaskCodec();

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
        if (isUnwritten(row)) {
            return unwritten[place(row)];
        }
        byte[] value = rows.get(TaskCodec.payloadKey(row));
        return value == null || row.payloadForm() == PayloadForm.BARE ? value : TaskCodec.payload(value);
    }

    /** What lies at these places, each of which has a payload with its row; null for one that has not. */
    List<byte @Nullable []> read(List<byte[]> places) {
        return rows.getAll(places);
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
            int length = Math.max(unwritten.length * 2, place + 1);
            unwritten = Arrays.copyOf(unwritten, length);
            companions = Arrays.copyOf(companions, length);
            encoded = Arrays.copyOf(encoded, length);
        }
        unwritten[place] = payload;
        companions[place] = row.payloadForm() == PayloadForm.WITH_ROW ? row : null;
        used = place + 1;
        unwrittenBytes += payload.length;
    }

    /** A row was encoded, which spares doing so again if it is to lie with a payload. */
    void encoded(TaskRow row, byte[] bytes) {
        if (row.payloadForm() == PayloadForm.WITH_ROW && isUnwritten(row)) {
            encoded[place(row)] = bytes;
        }
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
                writes.add(TaskCodec.payloadKey(first + i), value(i, payload));
            }
        }
        writes.write();
        Arrays.fill(unwritten, 0, used, null);
        Arrays.fill(companions, 0, used, null);
        Arrays.fill(encoded, 0, used, null);
        deletions.clear();
        used = 0;
        unwrittenBytes = 0;
    }

    private byte[] value(int place, byte[] payload) {
        TaskRow row = companions[place];
        if (row == null) {
            return payload;
        }
        byte[] bytes = encoded[place];
        return TaskCodec.join(payload, bytes == null ? codec.encode(row) : bytes);
    }

    private boolean isUnwritten(TaskRow row) {
        return used > 0 && row.payloadPlace() >= first;
    }

    private int place(TaskRow row) {
        return Math.toIntExact(row.payloadPlace() - first);
    }
}
