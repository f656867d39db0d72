package dev.penstock.workers.yaml;

import dev.penstock.runtime.SettingsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping within a YAML file. Getters throw a {@link SettingsException} that names file, line and key for what is missing or wrong. */
public final class YamlMap {
    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> values;

    private YamlMap(String file, String path, int line, Map<String, Node> values) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.values = values;
    }

    static YamlMap of(String file, String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(file, node, (path.isEmpty() ? "the file" : path) + " should be keys with values");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw wrong(file, entry.getKeyNode(), "a key should be a word");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw wrong(file, key, join(path, key.getValue()) + " is there twice; leave one out");
            }
        }
        return new YamlMap(file, path, lineOf(node), values);
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Refuses keys other than these. */
    public void only(String... known) {
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            if (!List.of(known).contains(entry.getKey())) {
                throw wrong(
                        file,
                        entry.getValue(),
                        "the key " + join(path, entry.getKey()) + " is unknown; there are " + String.join(", ", known));
            }
        }
    }

    public YamlMap map(String key) {
        return of(file, join(path, key), required(key));
    }

    /** The mappings of a list. */
    public List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : sequence(key)) {
            maps.add(of(file, join(path, key) + "[" + maps.size() + "]", item));
        }
        return maps;
    }

    /** The words of a list; empty when it is missing. */
    public List<String> words(String key) {
        return has(key) ? sequence(key).stream().map(item -> scalar(key, item)).toList() : List.of();
    }

    public String text(String key) {
        String value = scalar(key, required(key)).strip();
        if (value.isEmpty()) {
            throw wrong(key, "is empty; give it a value");
        }
        return value;
    }

    public String text(String key, String fallback) {
        return has(key) ? text(key) : fallback;
    }

    /** A whole number; underscores may part its digits. */
    public long number(String key, long min, long max) {
        String value = scalar(key, required(key));
        String digits = value.replace("_", "");
        if (digits.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(digits);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw wrong(key, "is '" + value + "' but should be a whole number from " + min + " to " + max);
    }

    public long number(String key, long min, long max, long fallback) {
        return has(key) ? number(key, min, max) : fallback;
    }

    public boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            return fallback;
        }
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "should be true or false");
        };
    }

    /** What {@code read} makes of a value; its {@link IllegalArgumentException} becomes an error that says where. */
    public <T> T parse(String key, Function<String, T> read) {
        try {
            return read.apply(text(key));
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is wrong: " + e.getMessage());
        }
    }

    /** A value of any shape; empty when it is missing. */
    public Optional<YamlValue> value(String key) {
        return Optional.ofNullable(values.get(key)).map(node -> new YamlValue(file, join(path, key), node));
    }

    /** That this value is wrong, for the caller to throw. {@code says} follows on the key. */
    public SettingsException wrong(String key, String says) {
        @Nullable Node node = values.get(key);
        return new SettingsException(
                file + ", line " + (node == null ? line : lineOf(node)) + ": " + join(path, key) + " " + says + ".");
    }

    private List<Node> sequence(String key) {
        if (required(key) instanceof SequenceNode list) {
            return list.getValue();
        }
        throw wrong(key, "should be a list");
    }

    private Node required(String key) {
        Node node = values.get(key);
        if (node == null) {
            throw wrong(key, "is missing; add it");
        }
        return node;
    }

    private String scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(key, "should be a single value");
    }

    private static SettingsException wrong(String file, Node node, String says) {
        return new SettingsException(file + ", line " + lineOf(node) + ": " + says + ".");
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
