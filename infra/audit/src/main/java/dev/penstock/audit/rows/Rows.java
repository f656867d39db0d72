package dev.penstock.audit.rows;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of one table that one pass over a partition's records makes. */
final class Rows {
    private final Map<RowKey, Row> rows = new HashMap<>();
    private final int pass;
    private final int passes;
    private final Set<Long> deadLettered;

    /** @param deadLettered offsets of the partition's records that were dead-lettered */
    Rows(int pass, int passes, Set<Long> deadLettered) {
        this.pass = pass;
        this.passes = passes;
        this.deadLettered = deadLettered;
    }

    boolean takes(RowKey key) {
        return key.pass(passes) == pass;
    }

    /** The row to change by the record at {@code offset}; null when it is none of this pass. */
    <R extends Row> @Nullable R at(RowKey key, long offset, Class<R> type, Function<RowKey, R> made) {
        if (!takes(key)) {
            return null;
        }
        Row row = rows.computeIfAbsent(key, made);
        row.aside |= deadLettered.contains(offset);
        row.offset = offset;
        return type.cast(row);
    }

    /** Whether the row is there already. */
    boolean has(RowKey key) {
        return rows.containsKey(key);
    }

    /** The row, which is then no longer among those that are left; null for none. */
    @Nullable
    Row take(RowKey key) {
        return rows.remove(key);
    }

    Map<RowKey, Row> left() {
        return rows;
    }
}
