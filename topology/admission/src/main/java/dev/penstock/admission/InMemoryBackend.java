package dev.penstock.admission;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Rows in maps: for tests, for simulation, and as the model of what a back end must do. */
public final class InMemoryBackend implements Backend {
    private final Map<Table, MapKeyValues> tables = new EnumMap<>(Table.class);

    public InMemoryBackend() {
        for (Table table : Table.values()) {
            tables.put(table, new MapKeyValues(new HashMap<>()));
        }
    }

    private InMemoryBackend(InMemoryBackend other) {
        other.tables.forEach((table, rows) -> tables.put(table, new MapKeyValues(new HashMap<>(rows.rows))));
    }

    /** A copy that shares no later change with this one. */
    public InMemoryBackend copy() {
        return new InMemoryBackend(this);
    }

    @Override
    public KeyValues table(Table table) {
        MapKeyValues rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("Expected table " + table + ", but there is none");
        }
        return rows;
    }

    private record Key(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** As byte arrays change hands and neither side writes to them afterwards, nothing needs to be copied. */
    private record MapKeyValues(Map<Key, byte[]> rows) implements KeyValues {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(new Key(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            rows.put(new Key(key), value);
        }

        @Override
        public void delete(byte[] key) {
            rows.remove(new Key(key));
        }

        @Override
        public void forEach(BiConsumer<byte[], byte[]> row) {
            rows.forEach((key, value) -> row.accept(key.bytes(), value));
        }
    }
}
