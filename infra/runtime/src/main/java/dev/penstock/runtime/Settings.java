package dev.penstock.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Flat settings such as {@code penstock.kafka.bootstrap-servers}. An environment variable of the same name in upper case with underscores
 * ({@code PENSTOCK_KAFKA_BOOTSTRAP_SERVERS}) wins over a system property, which wins over the file. A missing or malformed setting is a
 * {@link SettingsException} that names it.
 */
public final class Settings {
    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(values);
    }

    /** Reads the properties file named by {@code --settings=FILE} among {@code args}, then the system properties, then the environment. */
    public static Settings load(String... args) {
        return load(List.of(args), System.getProperties(), System.getenv());
    }

    static Settings load(List<String> args, Properties system, Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>();
        for (String arg : args) {
            if (arg.startsWith("--settings=")) {
                values.putAll(read(Path.of(arg.substring("--settings=".length()))));
            }
        }
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith("penstock.")) {
                values.put(name, system.getProperty(name));
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("PENSTOCK_")) {
                values.put(nameOf(name, values), value);
            }
        });
        return new Settings(values);
    }

    public Settings with(String name, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Settings(more);
    }

    public Map<String, String> asMap() {
        return values;
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new SettingsException("The setting " + name + " is missing. Set it in the settings file or as "
                    + SettingNames.variable(name) + ".");
        }
        return value;
    }

    public String text(String name, String fallback) {
        String value = values.get(name);
        return value == null || value.isBlank() ? fallback : value;
    }

    public int number(String name, int fallback) {
        return parse(name, fallback, Integer::valueOf, "a whole number");
    }

    public boolean flag(String name, boolean fallback) {
        return parse(name, fallback, Settings::bool, "true or false");
    }

    /** A duration in ISO-8601 ({@code PT1.5S}) or as a number with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
    public Duration duration(String name, Duration fallback) {
        return parse(name, fallback, Settings::toDuration, "a duration such as 500ms, 30s or PT5M");
    }

    /** Comma-separated words. */
    public List<String> list(String name, List<String> fallback) {
        return parse(
                name,
                fallback,
                v -> Stream.of(v.split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList(),
                "a comma-separated list");
    }

    private <T> T parse(String name, T fallback, Function<String, T> parser, String form) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            return fallback;
        }
        try {
            return parser.apply(value.strip());
        } catch (RuntimeException e) {
            throw new SettingsException("The setting " + name + " is '" + value + "' but should be " + form + ".", e);
        }
    }

    private static Boolean bool(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        };
    }

    private static Duration toDuration(String value) {
        if (value.startsWith("P")) {
            Duration duration = Duration.parse(value);
            if (duration.isNegative()) {
                throw new IllegalArgumentException(value);
            }
            return duration;
        }
        String unit = value.replaceAll("[0-9]", "");
        long amount = Long.parseLong(value.substring(0, value.length() - unit.length()));
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(value);
        };
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new SettingsException("Cannot read the settings file " + file + ": " + e, e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** An underscore of a variable may stand for a dot or a dash: a name already read wins, then one that Penstock knows. */
    private static String nameOf(String variable, Map<String, String> known) {
        return known.keySet().stream()
                .filter(name -> SettingNames.variable(name).equals(variable))
                .findFirst()
                .orElseGet(() -> SettingNames.find(variable));
    }
}
