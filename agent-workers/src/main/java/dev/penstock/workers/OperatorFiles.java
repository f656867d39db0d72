package dev.penstock.workers;

import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.yaml.WatchedFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the operator's files say, read again as they change: prices and roles. */
final class OperatorFiles implements AutoCloseable {
    private final PriceTable prices = PriceTable.load();
    private final RoleCatalogue roles;
    private final Map<String, WatchedFile> files = new LinkedHashMap<>();

    /**
     * Reads them for the first time.
     *
     * @throws dev.penstock.runtime.SettingsException when one is wrong, saying where and what to do
     */
    OperatorFiles(WorkerSettings settings, MeterRegistry metrics) {
        if (settings.pricesFile() != null) {
            prices.read(settings.pricesFile(), Set.of());
        }
        roles = RoleCatalogue.load(prices, settings.callTimeout());
        if (settings.rolesFile() != null) {
            files.put("roles", new WatchedFile(settings.rolesFile(), "roles", roles::read));
        }
        if (settings.pricesFile() != null) {
            // Read once more, now that it is known which models need a price.
            files.put(
                    "prices",
                    new WatchedFile(settings.pricesFile(), "prices", file -> prices.read(file, roles.models())));
        }
        files.forEach(
                (what, file) -> Gauge.builder("penstock.workers." + what + ".file.wrong", file, OperatorFiles::wrong)
                        .description("1 while the operator's file of " + what
                                + " is wrong, so that they are as they were before")
                        .strongReference(true)
                        .register(metrics));
    }

    PriceTable prices() {
        return prices;
    }

    RoleCatalogue roles() {
        return roles;
    }

    /**
     * Looks at them every so often from now on.
     *
     * @param changed told each time one was read
     */
    void watch(Duration interval, Runnable changed) {
        files.values().forEach(file -> file.watch(interval, changed));
    }

    /** What is wrong with them as they are now, in one line; empty for nothing. */
    String trouble() {
        return files.entrySet().stream()
                .filter(entry -> !entry.getValue().trouble().isEmpty())
                .map(entry -> "keeps the " + entry.getKey() + " as they were: "
                        + entry.getValue().trouble())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        files.values().forEach(WatchedFile::close);
    }

    private static double wrong(WatchedFile file) {
        return file.trouble().isEmpty() ? 0 : 1;
    }
}
