package dev.penstock.workers.pricing;

import dev.penstock.runtime.SettingsException;
import dev.penstock.workers.yaml.YamlFile;
import dev.penstock.workers.yaml.YamlMap;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The price of each provider's models by day, out of {@code prices.yaml} and, over it, the operator's own file. A model without a price cannot be
 * called: its cost could not be accounted for. Prices of a day hold until a later list names the model again; before its first list, the first
 * holds. The operator's file may be read again while the worker runs: a call has the prices of when it began. For any number of threads.
 */
public final class PriceTable {
    private static final String FILE = "/dev/penstock/workers/prices.yaml";

    /** Stands for every model of a provider that has no price of its own. */
    private static final String ANY = "*";

    private final Map<String, NavigableMap<LocalDate, ListedPrice>> bundled;
    private volatile Listed listed;

    /** All prices in force, and the file that the operator's are from; empty for none. */
    private record Listed(Map<String, NavigableMap<LocalDate, ListedPrice>> prices, String file) {
        boolean has(String model) {
            return prices.containsKey(model) || prices.containsKey(model.substring(0, model.indexOf('/') + 1) + ANY);
        }
    }

    private PriceTable(Map<String, NavigableMap<LocalDate, ListedPrice>> bundled) {
        this.bundled = Map.copyOf(bundled);
        this.listed = new Listed(this.bundled, "");
    }

    /** The table that comes with this version of Penstock. */
    public static PriceTable load() {
        return new PriceTable(read(YamlFile.resource(FILE)));
    }

    /**
     * The same with the operator's prices: a model, or a provider's {@code *}, that {@code own} names at all has the prices of that file alone.
     *
     * @throws dev.penstock.runtime.SettingsException when it is wrong, saying where and what to do
     */
    public static PriceTable load(Path own) {
        PriceTable table = load();
        table.read(own, Set.of());
        return table;
    }

    /**
     * Takes the operator's file in place of what was read of it before. When it is wrong, nothing changes.
     *
     * @param needed models that must have a price, as {@code anthropic/claude-sonnet-5-5}
     * @throws SettingsException when it is wrong or leaves one of these out, saying what to do
     */
    public void read(Path own, Collection<String> needed) {
        read(YamlFile.read(own), own.toString(), needed);
    }

    PriceTable with(YamlMap own, String name) {
        PriceTable table = new PriceTable(bundled);
        table.read(own, name, List.of());
        return table;
    }

    private void read(YamlMap own, String name, Collection<String> needed) {
        Map<String, NavigableMap<LocalDate, ListedPrice>> all = new HashMap<>(bundled);
        all.putAll(read(own));
        Listed next = new Listed(Map.copyOf(all), name);
        for (String model : needed) {
            if (!next.has(model)) {
                throw new SettingsException("The file " + name + " has no price for " + model
                        + ", which a role uses. Add one, or take the model from the role first.");
            }
        }
        listed = next;
    }

    /** The price of a model on the day (UTC) of a call. */
    public Optional<ListedPrice> of(String provider, String model, Instant at) {
        Map<String, NavigableMap<LocalDate, ListedPrice>> prices = listed.prices();
        NavigableMap<LocalDate, ListedPrice> byDay = prices.get(provider + "/" + model);
        if (byDay == null) {
            byDay = prices.get(provider + "/" + ANY);
        }
        if (byDay == null) {
            return Optional.empty();
        }
        Map.@Nullable Entry<LocalDate, ListedPrice> inForce = byDay.floorEntry(LocalDate.ofInstant(at, ZoneOffset.UTC));
        return Optional.of((inForce == null ? byDay.firstEntry() : inForce).getValue());
    }

    /** Whether a model has a price at all. */
    public boolean has(String provider, String model) {
        return listed.has(provider + "/" + model);
    }

    /** How to give a model a price, as a sentence. */
    public String howToAdd(String provider, String model) {
        String file = listed.file();
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
