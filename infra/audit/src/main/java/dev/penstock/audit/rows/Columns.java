package dev.penstock.audit.rows;

import dev.penstock.audit.ShortText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A row as text, column by column, so that both sides are written alike. Long texts are cut, and stand with their length and a hash of all of them. */
final class Columns {
    private static final long MIN_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long MAX_MILLIS = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    private final Map<String, @Nullable String> values = new LinkedHashMap<>();

    Columns text(String column, @Nullable String value) {
        values.put(column, value == null ? null : cut(value));
        return this;
    }

    /** One that was {@link #cut} before, so that a row need not hold all of it. */
    Columns kept(String column, @Nullable String value) {
        values.put(column, value);
        return this;
    }

    Columns number(String column, long value) {
        return text(column, Long.toString(value));
    }

    /** Milliseconds since 1970-01-01T00:00Z, 0 for none. */
    Columns time(String column, long millis) {
        return text(column, millis == 0 ? null : Long.toString(millis));
    }

    /** Those that differ, as {@code column is found, not expected}; empty when none does. */
    static String differences(Columns expected, Columns found) {
        StringBuilder out = new StringBuilder();
        expected.values.forEach((column, value) -> {
            String other = found.values.get(column);
            if (value == null ? other != null : !value.equals(other)) {
                out.append(out.isEmpty() ? "" : ", ")
                        .append(column)
                        .append(" is ")
                        .append(quoted(other))
                        .append(", not ")
                        .append(quoted(value));
            }
        });
        return out.toString();
    }

    private static String quoted(@Nullable String value) {
        return value == null ? "null" : "'" + value + "'";
    }

    static String cut(String value) {
        return ShortText.of(value);
    }

    /** As PostgreSQL can keep it. */
    static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Labels in the order of their names, as {@link TaskTable} asks for them. */
    static String labels(Map<String, String> labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.forEach((name, value) -> sorted.put(clean(name), clean(value)));
        StringBuilder out = new StringBuilder();
        sorted.forEach((name, value) ->
                out.append(out.isEmpty() ? "" : ", ").append(name).append('=').append(value));
        return out.toString();
    }

    /** Times off the wire, bounded to what the tables hold. */
    static long bounded(long millis) {
        return Math.clamp(millis, MIN_MILLIS, MAX_MILLIS);
    }
}
