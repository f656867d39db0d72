package dev.penstock.workers.yaml;

import dev.penstock.runtime.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** YAML files as a whole. Whatever is wrong with one is a {@link SettingsException} that says where, and what to do. */
public final class YamlFile {
    /** Far more than the settings that are kept this way come to. */
    public static final int MAX_BYTES = 1 << 20;

    private YamlFile() {}

    /** One that comes with this version of Penstock. */
    public static YamlMap resource(String path) {
        try (InputStream in = Objects.requireNonNull(YamlFile.class.getResourceAsStream(path), path)) {
            return parse(
                    path.substring(path.lastIndexOf('/') + 1), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    /** The operator's own. */
    public static YamlMap read(Path file) {
        return value(file).map();
    }

    /** The same of one that may hold anything. JSON is YAML. */
    public static YamlValue value(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingsException("The file " + file + " is over " + MAX_BYTES + " bytes; make it smaller.");
            }
            return value(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new SettingsException("Cannot read the file " + file + ": " + e + ".", e);
        }
    }

    /** @param name how errors name it */
    public static YamlMap parse(String name, String text) {
        return value(name, text).map();
    }

    private static YamlValue value(String name, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .map(root -> new YamlValue(name, "", root))
                    .orElseThrow(() -> new SettingsException(name + " is empty."));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new SettingsException(name + ", line " + line + ": this is not YAML: " + e.getProblem() + ".", e);
        } catch (YamlEngineException e) {
            throw new SettingsException(name + ": this is not YAML: " + e.getMessage() + ".", e);
        }
    }
}
