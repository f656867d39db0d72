package dev.penstock.simulation.kafka.replay;

import dev.penstock.admission.Backend;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.KeyValues;
import dev.penstock.admission.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows that, once told to, remember every value that a row has had. A changelog that is read while the engine works shows each row as it was at some
 * moment of the reading, and not all rows as they were at one.
 */
final class WatchedRows implements Backend {
    private final InMemoryBackend rows = new InMemoryBackend();
    private final Map<Table, Watched> tables = new EnumMap<>(Table.class);
    private boolean watching;

    WatchedRows() {
        for (Table table : Table.values()) {
            tables.put(table, new Watched(rows.table(table)));
        }
    }

    @Override
    public KeyValues table(Table table) {
        return watched(table);
    }

    /** Remembers from now on. */
    void watch() {
        watching = true;
    }

    /** Whether a row has had a value, null for none, since {@link #watch()}. */
    boolean had(Table table, Bytes key, byte @Nullable [] value) {
        List<Optional<Bytes>> all = watched(table).past.get(key);
        return all != null && all.contains(Optional.ofNullable(value).map(Bytes::new));
    }

    private Watched watched(Table table) {
        Watched found = tables.get(table);
        if (found == null) {
            throw new IllegalStateException("Expected table " + table + ", but there is none");
        }
        return found;
    }

    private final class Watched implements KeyValues {
        private final KeyValues table;
        private final Map<Bytes, List<Optional<Bytes>>> past = new HashMap<>();

        Watched(KeyValues table) {
            this.table = table;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return table.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            remember(key);
            table.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            remember(key);
            table.delete(key);
        }

        @Override
        public void forEach(BiConsumer<byte[], byte[]> row) {
            table.forEach(row);
        }

        private void remember(byte[] key) {
            if (watching) {
                past.computeIfAbsent(new Bytes(key), same -> new ArrayList<>(1))
                        .add(Optional.ofNullable(table.get(key)).map(Bytes::new));
            }
        }
    }
}
