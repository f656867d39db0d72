package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way to the back end, some of them at a time, so that it can find their places together. */
final class Changes {
    private static final int AT_ONCE = 64;

    private final KeyValues rows;
    private final List<byte[]> keys = new ArrayList<>(AT_ONCE);
    private final List<byte @Nullable []> values = new ArrayList<>(AT_ONCE);

    Changes(KeyValues rows) {
        this.rows = rows;
    }

    /** @param value null when the row is to be deleted */
    void add(byte[] key, byte @Nullable [] value) {
        keys.add(key);
        values.add(value);
        if (keys.size() == AT_ONCE) {
            write();
        }
    }

    /** To be called after the last. */
    void write() {
        rows.changeAll(keys, values);
        keys.clear();
        values.clear();
    }
}
