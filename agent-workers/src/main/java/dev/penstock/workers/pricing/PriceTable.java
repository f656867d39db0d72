package dev.penstock.workers.pricing;

import dev.penstock.workers.yaml.YamlFile;
import dev.penstock.workers.yaml.YamlMap;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The price of each provider's models by day, out of {@code prices.yaml} and, over it, the operator's own file. A model without a price cannot be
 * called: its cost could not be accounted for. Prices of a day hold until a later list names the model again; before its first list, the first
 * holds.
 */
public final class PriceTable {
    private static final String FILE = "/dev/penstock/workers/prices.yaml";

    /** Stands for every model of a provider that has no price of its own. */
    private static final String ANY = "*";

    private final Map<String, NavigableMap<LocalDate, ListedPrice>> prices;
    private final String file;

    private PriceTable(Map<String, NavigableMap<LocalDate, ListedPrice>> prices, String file) {
        this.prices = Map.copyOf(prices);
        this.file = file;
    }

    /** The table that comes with this version of Penstock. */
    public static PriceTable load() {
        return new PriceTable(read(YamlFile.resource(FILE)), "");
    }

    /**
     * The same with the operator's prices: a model, or a provider's {@code *}, that {@code own} names at all has the prices of that file alone.
     *
     * @throws dev.penstock.runtime.SettingsException when it is wrong, saying where and what to do
     */
    public static PriceTable load(Path own) {
        return load().with(YamlFile.read(own), own.toString());
    }

    PriceTable with(YamlMap own, String name) {
        Map<String, NavigableMap<LocalDate, ListedPrice>> all = new HashMap<>(prices);
        all.putAll(read(own));
        return new PriceTable(all, name);
    }

    /** The price of a model on the day (UTC) of a call. */
    public Optional<ListedPrice> of(String provider, String model, Instant at) {
        NavigableMap<LocalDate, ListedPrice> listed = prices.get(provider + "/" + model);
        if (listed == null) {
            listed = prices.get(provider + "/" + ANY);
        }
        if (listed == null) {
            return Optional.empty();
        }
        Map.@Nullable Entry<LocalDate, ListedPrice> inForce =
                listed.floorEntry(LocalDate.ofInstant(at, ZoneOffset.UTC));
        return Optional.of((inForce == null ? listed.firstEntry() : inForce).getValue());
    }

    /** Whether a model has a price at all. */
    public boolean has(String provider, String model) {
        return prices.containsKey(provider + "/" + model) || prices.containsKey(provider + "/" + ANY);
    }

    /** How to give a model a price, as a sentence. */
    public String howToAdd(String provider, String model) {
        return "Add '" + provider + "/" + model + ": {input: ..., output: ...}' (micro-dollars per million tokens) to "
                + (file.isEmpty() ? "a file of prices and name it in penstock.workers.prices-file" : file) + ".";
    }

    private static Map<String, NavigableMap<LocalDate, ListedPrice>> read(YamlMap root) {
        root.only("versions");
        Map<String, NavigableMap<LocalDate, ListedPrice>> prices = new HashMap<>();
        for (YamlMap version : root.maps("versions")) {
            version.only("from", "prices");
            LocalDate from = version.parse("from", PriceTable::date);
            YamlMap models = version.map("prices");
            for (String model : models.keys()) {
                if (!model.matches("[a-z]+/.+")) {
                    throw models.wrong(model, "should be a provider and a model, such as openai/gpt-5 or ollama/*");
                }
                ListedPrice listed = new ListedPrice(from.toString(), price(models.map(model)));
                if (prices.computeIfAbsent(model, ignored -> new TreeMap<>()).put(from, listed) != null) {
                    throw models.wrong(model, "has two prices from " + from + " on; leave one out");
                }
            }
        }
        return prices;
    }

    private static Price price(YamlMap line) {
        line.only("input", "cached-input", "output", "call");
        long input = line.number("input", 0, Price.MAX_MICROS);
        return new Price(
                input,
                line.number("cached-input", 0, Price.MAX_MICROS, input),
                line.number("output", 0, Price.MAX_MICROS),
                line.number("call", 0, Price.MAX_MICROS, 0));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' should be a day such as 2026-01-31", e);
        }
    }
}
