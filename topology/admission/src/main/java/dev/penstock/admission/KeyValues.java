package dev.penstock.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of bytes, as a state store provides it. Single-threaded; a write is seen by the next read. Arrays change hands: neither side writes to
 * one that it has given or been given.
 */
public interface KeyValues {
    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Every row once, in any order. Called only when an engine is built. */
    void forEach(BiConsumer<byte[], byte[]> row);

    /**
     * The values of several keys, one for each in its place, null where there is none. The same as getting each; a back end overrides it if it can
     * find several rows in less time than each alone.
     */
    default List<byte @Nullable []> getAll(List<byte[]> keys) {
        List<byte @Nullable []> values = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            values.add(get(key));
        }
        return values;
    }

    /**
     * Puts several rows, or deletes those of which the value is null, one after the other. The same as changing each; a back end overrides it as
     * {@link #getAll}.
     */
    default void changeAll(List<byte[]> keys, List<byte @Nullable []> values) {
        for (int i = 0; i < keys.size(); i++) {
            byte[] value = values.get(i);
            if (value == null) {
                delete(keys.get(i));
            } else {
                put(keys.get(i), value);
            }
        }
    }
}
