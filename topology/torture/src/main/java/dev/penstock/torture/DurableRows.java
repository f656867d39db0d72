package dev.penstock.torture;

import dev.penstock.admission.Backend;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.KeyValues;
import dev.penstock.admission.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Rows whose changes since the last commit can be taken back, at the price of the changes and not of all rows. */
final class DurableRows implements Backend {
    private record Change(KeyValues rows, byte[] key, byte @Nullable [] before) {}

    private final InMemoryBackend rows = new InMemoryBackend();
    private final Map<Table, KeyValues> tables = new EnumMap<>(Table.class);
    private final List<Change> uncommitted = new ArrayList<>();

    DurableRows() {
        for (Table table : Table.values()) {
            tables.put(table, new Noting(rows.table(table)));
        }
    }

    @Override
    public KeyValues table(Table table) {
        KeyValues found = tables.get(table);
        if (found == null) {
            throw new IllegalStateException("Expected table " + table + ", but there is none");
        }
        return found;
    }

    void commit() {
        uncommitted.clear();
    }

    /** Back to the last commit. */
    void rollBack() {
        for (Change change : uncommitted.reversed()) {
            if (change.before() == null) {
                change.rows().delete(change.key());
            } else {
                change.rows().put(change.key(), change.before());
            }
        }
        uncommitted.clear();
    }

    private final class Noting implements KeyValues {
        private final KeyValues table;

        Noting(KeyValues table) {
            this.table = table;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return table.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            uncommitted.add(new Change(table, key, table.get(key)));
            table.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            uncommitted.add(new Change(table, key, table.get(key)));
            table.delete(key);
        }

        @Override
        public void forEach(BiConsumer<byte[], byte[]> row) {
            table.forEach(row);
        }
    }
}
