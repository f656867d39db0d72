package dev.penstock.workers.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The price of each model, out of {@code prices.properties}. A model that is not in it cannot be called. */
public final class PriceTable {
    private static final String FILE = "/dev/penstock/workers/prices.properties";
    private static final String INPUT = ".input";
    private static final String OUTPUT = ".output";

    private final String version;
    private final Map<String, Price> prices;

    private PriceTable(String version, Map<String, Price> prices) {
        this.version = version;
        this.prices = Map.copyOf(prices);
    }

    /**
     * The table that comes with this version of Penstock.
     *
     * @throws IllegalStateException when it is wrong, saying where
     */
    public static PriceTable load() {
        try (InputStream in = Objects.requireNonNull(PriceTable.class.getResourceAsStream(FILE), FILE);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Properties lines = new Properties();
            lines.load(reader);
            return of(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    static PriceTable of(Properties lines) {
        Map<String, Price> prices = new TreeMap<>();
        for (String name : lines.stringPropertyNames()) {
            if (name.endsWith(INPUT)) {
                String model = name.substring(0, name.length() - INPUT.length());
                prices.put(model, new Price(micros(lines, name), micros(lines, model + OUTPUT)));
            } else if (!name.equals("version") && !name.endsWith(OUTPUT)) {
                throw new IllegalStateException("The price table has the unknown line " + name);
            }
        }
        String version = lines.getProperty("version", "");
        if (!version.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") || prices.isEmpty()) {
            throw new IllegalStateException("The price table needs a version such as 2026-01-31, and prices");
        }
        return new PriceTable(version, prices);
    }

    /** The day from which its prices hold. */
    public String version() {
        return version;
    }

    public Optional<Price> of(String model) {
        return Optional.ofNullable(prices.get(model));
    }

    private static long micros(Properties lines, String name) {
        String text = lines.getProperty(name, "");
        if (!text.matches("[0-9]{1,12}")) {
            throw new IllegalStateException("The price table's " + name + " is '" + text
                    + "' but should be micro-dollars per million tokens, a whole number");
        }
        return Long.parseLong(text);
    }
}
