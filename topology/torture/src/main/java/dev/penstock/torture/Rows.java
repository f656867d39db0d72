package dev.penstock.torture;

import dev.penstock.admission.Backend;
import dev.penstock.admission.Table;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** All rows of a back end, to compare them. */
final class Rows {
    private Rows() {}

    /** Some difference between two back ends, null when they hold the same. */
    static @Nullable String difference(Backend one, Backend other) {
        for (Table table : Table.values()) {
            String[] found = {null};
            one.table(table).forEach((key, value) -> {
                byte[] otherValue = other.table(table).get(key);
                if (!Arrays.equals(value, otherValue)) {
                    found[0] = "%s %s is %s, and elsewhere %s"
                            .formatted(table, text(key), text(value), otherValue == null ? "none" : text(otherValue));
                }
            });
            if (found[0] != null) {
                return found[0];
            }
            int here = count(one, table);
            int there = count(other, table);
            if (here != there) {
                return "%d rows of %s, and elsewhere %d".formatted(here, table, there);
            }
        }
        return null;
    }

    static int count(Backend backend, Table table) {
        int[] count = {0};
        backend.table(table).forEach((key, value) -> count[0]++);
        return count[0];
    }

    /** Rows of a table of which the first byte of the key says of what kind they are. */
    static int count(Backend backend, Table table, byte kind) {
        int[] count = {0};
        backend.table(table).forEach((key, value) -> count[0] += key[0] == kind ? 1 : 0);
        return count[0];
    }

    private static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
