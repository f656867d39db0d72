package dev.penstock.audit.documents;

import dev.penstock.audit.ShortText;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A document as its fields, each as text under its path, so that what there is and what there should be can be told apart field by field. */
final class Fields {
    private static final String ID = "_id";

    private final SortedMap<String, String> values = new TreeMap<>();

    private Fields() {}

    static Fields of(Map<String, @Nullable Object> document) {
        Fields fields = new Fields();
        document.forEach((name, value) -> fields.put(escaped(name), value));
        return fields;
    }

    /** What a document is found by: numbers alike, whichever type they have. */
    static Object id(Map<String, @Nullable Object> document) {
        Object id = document.get(ID);
        return id instanceof Integer || id instanceof Long ? ((Number) id).longValue() : id == null ? "null" : id;
    }

    /** Where it says that its event is; empty where it does not. */
    static OptionalLong offset(Map<String, @Nullable Object> document) {
        return document.get("offset") instanceof Number offset
                ? OptionalLong.of(offset.longValue())
                : OptionalLong.empty();
    }

    /** Those that differ, as {@code field is found, not expected}; empty when none does. */
    static String differences(Fields expected, Fields found) {
        TreeSet<String> names = new TreeSet<>(expected.values.keySet());
        names.addAll(found.values.keySet());
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            String is = found.values.get(name);
            String should = expected.values.get(name);
            if (is == null || !is.equals(should)) {
                out.append(out.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(" is ")
                        .append(shown(is))
                        .append(", not ")
                        .append(shown(should));
            }
        }
        return out.toString();
    }

    private static String shown(@Nullable String value) {
        return value == null ? "absent" : ShortText.of(value);
    }

    private void put(String path, @Nullable Object value) {
        switch (value) {
            case null -> values.put(path, "null");
            case Map<?, ?> map when map.isEmpty() -> values.put(path, "{}");
            case Map<?, ?> map -> map.forEach((name, inner) -> put(path + "." + escaped(String.valueOf(name)), inner));
            case List<?> list when list.isEmpty() -> values.put(path, "[]");
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    put(path + "[" + i + "]", list.get(i));
                }
            }
            case String text -> values.put(path, "'" + text + "'");
            case Date date ->
                values.put(path, Instant.ofEpochMilli(date.getTime()).toString());
            case byte[] bytes -> values.put(path, "0x" + HexFormat.of().formatHex(bytes));
            case Boolean flag -> values.put(path, flag.toString());
            case Number number -> values.put(path, number.toString());
            default -> values.put(path, value.getClass().getSimpleName() + " " + value);
        }
    }

    /** A field's name may hold what parts a path. */
    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[");
    }
}
