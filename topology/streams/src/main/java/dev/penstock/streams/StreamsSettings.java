package dev.penstock.streams;

import dev.penstock.admission.Policy;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Slots;
import dev.penstock.streams.admission.StoreKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the process is set to.
 *
 * @param slots partitions of the command log, fixed for the life of an installation
 * @param roles roles whose topics must exist from the start: the standard ones and the operator's
 * @param stateDir folder of the local state; may be lost at the price of a longer restart
 * @param threads stream threads of each application
 * @param commitInterval longest time that a transaction stays open
 * @param queryHost address that questions are answered on and that other processes of the application find this one at
 * @param queryPort 0 for a free one
 */
record StreamsSettings(
        int slots,
        List<String> roles,
        Path stateDir,
        int threads,
        StoreKind stores,
        Duration commitInterval,
        String queryHost,
        int queryPort,
        Policy policy) {
    /** Partitions that a new intake topic gets; its operator may grow it at any time. */
    static final int INTAKE_PARTITIONS = 2;

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(500);

    static StreamsSettings from(Settings settings) {
        Set<String> roles = new LinkedHashSet<>(Roles.STANDARD);
        for (String role : settings.list(SettingNames.ROLES, List.of())) {
            if (!Roles.isValid(role)) {
                throw new SettingsException(
                        "The setting " + SettingNames.ROLES + " names '" + role + "', which cannot be a role.");
            }
            roles.add(role);
        }
        return new StreamsSettings(
                settings.number(SettingNames.SLOTS, Slots.LOCAL_DEFAULT),
                List.copyOf(roles),
                Path.of(settings.text(SettingNames.STATE_DIR)).resolve("streams"),
                settings.number(SettingNames.STREAMS_THREADS, 1),
                stores(settings.text(SettingNames.STREAMS_STORE, "rocksdb")),
                settings.duration(SettingNames.COMMIT_INTERVAL, DEFAULT_COMMIT_INTERVAL),
                settings.text(SettingNames.QUERY_HOST, LOOPBACK),
                settings.number(SettingNames.QUERY_PORT, 0),
                EnginePolicy.of(settings));
    }

    private static StoreKind stores(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "rocksdb" -> StoreKind.ROCKSDB;
            case "memory" -> StoreKind.MEMORY;
            default ->
                throw new SettingsException("The setting " + SettingNames.STREAMS_STORE + " is '" + name
                        + "' but should be rocksdb or memory.");
        };
    }
}
