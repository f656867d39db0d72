package dev.penstock.simulation.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A JSON value that is written the same way each time: members in the order of their coming, fractions with four places. */
sealed interface Json {

    /** Writes the value with two spaces of indentation per level. */
    void write(StringBuilder out, int level);

    static String text(Json json) {
        StringBuilder out = new StringBuilder();
        json.write(out, 0);
        return out.append('\n').toString();
    }

    /** A number or a truth value, as it is written. */
    record Plain(String text) implements Json {
        @Override
        public void write(StringBuilder out, int level) {
            out.append(text);
        }
    }

    /** Text without characters that would need escaping but quotes and backslashes. */
    record Str(String value) implements Json {
        @Override
        public void write(StringBuilder out, int level) {
            out.append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }

    final class Arr implements Json {
        private final List<Json> elements = new ArrayList<>();

        Arr add(Json element) {
            elements.add(element);
            return this;
        }

        @Override
        public void write(StringBuilder out, int level) {
            out.append('[');
            for (int i = 0; i < elements.size(); i++) {
                out.append(i == 0 ? "\n" : ",\n").append("  ".repeat(level + 1));
                elements.get(i).write(out, level + 1);
            }
            out.append(elements.isEmpty() ? "]" : "\n" + "  ".repeat(level) + "]");
        }
    }

    final class Obj implements Json {
        private final Map<String, Json> members = new LinkedHashMap<>();

        Obj put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        Obj put(String name, long value) {
            return put(name, new Plain(Long.toString(value)));
        }

        Obj put(String name, double value) {
            return put(name, new Plain(String.format(Locale.ROOT, "%.4f", value)));
        }

        Obj put(String name, boolean value) {
            return put(name, new Plain(Boolean.toString(value)));
        }

        Obj put(String name, String value) {
            return put(name, new Str(value));
        }

        @Override
        public void write(StringBuilder out, int level) {
            out.append('{');
            String separator = "\n";
            for (Map.Entry<String, Json> member : members.entrySet()) {
                out.append(separator).append("  ".repeat(level + 1));
                new Str(member.getKey()).write(out, level + 1);
                out.append(": ");
                member.getValue().write(out, level + 1);
                separator = ",\n";
            }
            out.append(members.isEmpty() ? "}" : "\n" + "  ".repeat(level) + "}");
        }
    }
}
