package dev.penstock.admission;

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
}
