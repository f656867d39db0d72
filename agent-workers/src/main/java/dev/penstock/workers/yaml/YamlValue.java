package dev.penstock.workers.yaml;

import dev.penstock.runtime.SettingsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of any shape within a YAML file. */
public final class YamlValue {
    /** Aliases can make a value contain itself. */
    private static final int MAX_DEPTH = 64;

    private final String file;
    private final String path;
    private final Node node;

    YamlValue(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** It, which has to be a mapping. */
    public YamlMap map() {
        return YamlMap.of(file, path, node);
    }

    /** As maps, lists, strings, numbers, booleans and null, as in JSON. */
    public @Nullable Object plain() {
        return plain(node, 0);
    }

    /** That this value is wrong, for the caller to throw. {@code says} follows on the key. */
    public SettingsException wrong(String says) {
        int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
        return new SettingsException(file + ", line " + line + ": " + path + " " + says + ".");
    }

    private @Nullable Object plain(Node value, int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong("is nested more than " + MAX_DEPTH + " deep");
        }
        if (value instanceof MappingNode mapping) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw wrong("has a key that is not a word");
                }
                map.put(key.getValue(), plain(entry.getValueNode(), depth + 1));
            }
            return map;
        }
        if (value instanceof SequenceNode sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                list.add(plain(item, depth + 1));
            }
            return list;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        throw wrong("cannot be read");
    }

    private @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.valueOf(text);
            } else if (tag.equals(Tag.INT)) {
                return Long.valueOf(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw wrong("holds '" + text + "', which is not a number that can be used here");
        }
        return text;
    }
}
