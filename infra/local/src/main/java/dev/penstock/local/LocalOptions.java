package dev.penstock.local;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What local stack to start.
 *
 * @param folder everything it keeps; the same folder again finds the same data and API keys
 * @param processes whether each app, and the provider simulator, gets a JVM of its own
 * @param adapter {@value #PROVIDERS}, which calls the provider simulator unless the settings name an account or a server of one, or {@code echo}
 * @param lease how long a started attempt lives without heartbeat
 * @param workerSlots tasks at once per role and worker process
 * @param simulatorScale factor over realistic provider latency; 0 answers at once
 * @param tenants seeded when the stack starts
 * @param settings passed on to the apps, over what the stack sets itself. {@code penstock.kafka.bootstrap-servers}, {@code penstock.postgres.url},
 *     {@code penstock.redis.url} or {@code penstock.mongo.url} here replaces the embedded part, a key or an address of any
 *     provider the simulator
 */
public record LocalOptions(
        Path folder,
        Ports ports,
        boolean processes,
        String adapter,
        Duration lease,
        int workerSlots,
        double simulatorScale,
        Memory memory,
        List<LocalTenant> tenants,
        Map<String, String> settings) {
    /** Every task runs on the providers that its role names. */
    public static final String PROVIDERS = "providers";

    private static final List<String> OF_PROVIDERS = List.of(
            SettingNames.ANTHROPIC_URL,
            SettingNames.ANTHROPIC_KEY,
            SettingNames.OPENAI_URL,
            SettingNames.OPENAI_KEY,
            SettingNames.OLLAMA_URL);

    /** What the launcher and the stack itself are told by. */
    private static final List<String> NOT_FOR_APPS = List.of(
            "penstock.local.", "penstock.cli.", "penstock.folder", "penstock.java.", "penstock.mvn.", "penstock.log.");

    public LocalOptions {
        folder = folder.toAbsolutePath().normalize();
        tenants = List.copyOf(tenants);
        settings = Map.copyOf(settings);
    }

    /** The stack of {@code up}: default ports and tenants, realistic provider latency. */
    public static LocalOptions in(Path folder) {
        return new LocalOptions(
                folder,
                Ports.DEFAULT,
                false,
                PROVIDERS,
                Duration.ofSeconds(15),
                16,
                1,
                Memory.DEFAULT,
                LocalTenant.DEFAULT,
                Map.of());
    }

    /**
     * Takes over what the user has set, by environment, system property or file: {@code penstock.api.port} and {@code penstock.local.*-port}
     * are the ports, {@code penstock.local.workers} is the
     * number of worker processes, all else goes to the apps.
     */
    public LocalOptions configured(Settings user) {
        Map<String, String> own = new TreeMap<>(settings);
        user.asMap().forEach((name, value) -> {
            if (isForApps(name)) {
                own.put(name, value);
            }
        });
        Ports chosen = new Ports(
                user.number(SettingNames.API_PORT, ports.api()),
                user.number(SettingNames.LOCAL_KAFKA_PORT, ports.kafka()),
                user.number(SettingNames.LOCAL_POSTGRES_PORT, ports.postgres()),
                user.number(SettingNames.LOCAL_REDIS_PORT, ports.redis()),
                user.number(SettingNames.LOCAL_SIMULATOR_PORT, ports.simulator()),
                user.number(SettingNames.LOCAL_MONGO_PORT, ports.mongo()));
        return new LocalOptions(
                folder, chosen, processes, adapter, lease, workerSlots, simulatorScale, memory, tenants, own);
    }

    /** Whether the providers are simulated. */
    boolean usesSimulator() {
        return !adapter.equals("echo") && OF_PROVIDERS.stream().noneMatch(settings::containsKey);
    }

    private static boolean isForApps(String name) {
        return name.equals(SettingNames.LOCAL_WORKERS)
                || name.startsWith("penstock.")
                        && NOT_FOR_APPS.stream().noneMatch(name::startsWith)
                        && !name.equals(SettingNames.API_PORT)
                        && !name.equals(SettingNames.ADMIN_PORT);
    }

    public LocalOptions withPorts(Ports value) {
        return new LocalOptions(
                folder, value, processes, adapter, lease, workerSlots, simulatorScale, memory, tenants, settings);
    }

    public LocalOptions withProcesses(boolean value) {
        return new LocalOptions(
                folder, ports, value, adapter, lease, workerSlots, simulatorScale, memory, tenants, settings);
    }

    public LocalOptions withAdapter(String value) {
        return new LocalOptions(
                folder, ports, processes, value, lease, workerSlots, simulatorScale, memory, tenants, settings);
    }

    public LocalOptions withLease(Duration value) {
        return new LocalOptions(
                folder, ports, processes, adapter, value, workerSlots, simulatorScale, memory, tenants, settings);
    }

    public LocalOptions withWorkerSlots(int value) {
        return new LocalOptions(
                folder, ports, processes, adapter, lease, value, simulatorScale, memory, tenants, settings);
    }

    public LocalOptions withSimulatorScale(double value) {
        return new LocalOptions(
                folder, ports, processes, adapter, lease, workerSlots, value, memory, tenants, settings);
    }

    public LocalOptions withMemory(Memory value) {
        return new LocalOptions(
                folder, ports, processes, adapter, lease, workerSlots, simulatorScale, value, tenants, settings);
    }

    public LocalOptions withTenants(List<LocalTenant> value) {
        return new LocalOptions(
                folder, ports, processes, adapter, lease, workerSlots, simulatorScale, memory, value, settings);
    }

    /** Adds one setting of the apps, see {@code dev.penstock.runtime.SettingNames}. */
    public LocalOptions withSetting(String name, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new LocalOptions(
                folder, ports, processes, adapter, lease, workerSlots, simulatorScale, memory, tenants, more);
    }
}
