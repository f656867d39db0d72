package dev.penstock.torture;

import dev.penstock.admission.Backend;
import dev.penstock.admission.Table;
import java.util.HexFormat;
import java.util.TreeMap;

/** All rows of a back end as text, to compare them. */
final class Rows {
    private Rows() {}

    static String text(Backend backend) {
        StringBuilder text = new StringBuilder();
        for (Table table : Table.values()) {
            TreeMap<String, String> rows = new TreeMap<>();
            HexFormat hex = HexFormat.of();
            backend.table(table).forEach((key, value) -> rows.put(hex.formatHex(key), hex.formatHex(value)));
            rows.forEach((key, value) -> text.append(table)
                    .append(' ')
                    .append(key)
                    .append(' ')
                    .append(value)
                    .append('\n'));
        }
        return text.toString();
    }

    static int count(Backend backend, Table table) {
        int[] count = {0};
        backend.table(table).forEach((key, value) -> count[0]++);
        return count[0];
    }
}
