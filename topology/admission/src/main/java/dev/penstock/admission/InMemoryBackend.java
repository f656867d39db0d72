package dev.penstock.admission;

import java.util.EnumMap;
import java.util.Map;

/** Rows in memory: for tests, for simulation, and as the model of what a back end must do. */
public final class InMemoryBackend implements Backend {
    private final Map<Table, PackedRows> tables = new EnumMap<>(Table.class);

    public InMemoryBackend() {
        for (Table table : Table.values()) {
            tables.put(table, new PackedRows());
        }
    }

    private InMemoryBackend(InMemoryBackend other) {
        other.tables.forEach((table, rows) -> tables.put(table, rows.copy()));
    }

    /** A copy that shares no later change with this one. */
    public InMemoryBackend copy() {
        return new InMemoryBackend(this);
    }

    @Override
    public KeyValues table(Table table) {
        PackedRows rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("Expected table " + table + ", but there is none");
        }
        return rows;
    }
}
