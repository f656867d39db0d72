package dev.penstock.local;

import dev.penstock.local.DaemonStatus.Phase;
import dev.penstock.runtime.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a stack in the background writes of itself into its folder.
 *
 * @param pid its supervisor
 * @param processStartedAt when that process began
 * @param startedAt when the stack was started
 * @param info where everything is; parts as they were when this was written
 */
record DaemonState(Phase phase, long pid, Instant processStartedAt, Instant startedAt, String detail, StackInfo info) {
    private static final String SETTING = "setting.";

    /** Empty when there is none. */
    static Optional<DaemonState> read(Path file) {
        try {
            Map<String, String> values = PrivateFile.read(file);
            return values.isEmpty() ? Optional.empty() : Optional.of(parse(values));
        } catch (IOException | RuntimeException e) {
            throw new LocalStackException(
                    "The file " + file + " cannot be understood: " + e.getMessage()
                            + ". Stop the stack's processes if any are left, then delete it.",
                    e);
        }
    }

    void write(Path file) {
        try {
            PrivateFile.write(file, values());
        } catch (IOException e) {
            throw new LocalStackException("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    DaemonState in(Phase newPhase, String newDetail, StackInfo newInfo) {
        return new DaemonState(newPhase, pid, processStartedAt, startedAt, newDetail, newInfo);
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        values.put("phase", phase.name());
        values.put("pid", Long.toString(pid));
        values.put("process-started-at", processStartedAt.toString());
        values.put("started-at", startedAt.toString());
        values.put("detail", detail);
        values.put("api-url", info.apiUrl());
        values.put("kafka", info.kafkaBootstrap());
        values.put("postgres-url", info.postgresUrl());
        values.put("redis-url", info.redisUrl());
        values.put("simulator-url", info.simulatorUrl());
        values.put("operator-key", info.operatorKey());
        for (int i = 0; i < info.tenants().size(); i++) {
            TenantAccess tenant = info.tenants().get(i);
            values.put("tenant." + i + ".name", tenant.name());
            values.put("tenant." + i + ".plan", tenant.plan());
            values.put("tenant." + i + ".api-key", tenant.apiKey());
        }
        for (int i = 0; i < info.parts().size(); i++) {
            put(values, "part." + i + ".", info.parts().get(i));
        }
        info.settings().asMap().forEach((name, value) -> values.put(SETTING + name, value));
        return values;
    }

    private static void put(Map<String, String> values, String prefix, PartStatus part) {
        values.put(prefix + "name", part.name());
        values.put(prefix + "state", part.state().name());
        values.put(prefix + "url", part.url());
        values.put(prefix + "pid", Long.toString(part.pid()));
        values.put(prefix + "process-started-at", part.processStartedAt().toString());
        values.put(prefix + "restarts", Integer.toString(part.restarts()));
        values.put(prefix + "detail", part.detail());
    }

    private static DaemonState parse(Map<String, String> values) {
        List<TenantAccess> tenants = new ArrayList<>();
        for (int i = 0; values.containsKey("tenant." + i + ".name"); i++) {
            String prefix = "tenant." + i + ".";
            tenants.add(new TenantAccess(
                    text(values, prefix + "name"), text(values, prefix + "plan"), text(values, prefix + "api-key")));
        }
        List<PartStatus> parts = new ArrayList<>();
        for (int i = 0; values.containsKey("part." + i + ".name"); i++) {
            parts.add(part(values, "part." + i + "."));
        }
        Map<String, String> settings = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), value);
            }
        });
        StackInfo info = new StackInfo(
                text(values, "api-url"),
                text(values, "kafka"),
                text(values, "postgres-url"),
                text(values, "redis-url"),
                text(values, "simulator-url"),
                tenants,
                values.getOrDefault("operator-key", ""),
                parts,
                Settings.of(settings));
        return new DaemonState(
                Phase.valueOf(text(values, "phase")),
                Long.parseLong(text(values, "pid")),
                Instant.parse(text(values, "process-started-at")),
                Instant.parse(text(values, "started-at")),
                text(values, "detail"),
                info);
    }

    private static PartStatus part(Map<String, String> values, String prefix) {
        return new PartStatus(
                text(values, prefix + "name"),
                PartStatus.State.valueOf(text(values, prefix + "state")),
                text(values, prefix + "url"),
                Long.parseLong(text(values, prefix + "pid")),
                Instant.parse(text(values, prefix + "process-started-at")),
                Integer.parseInt(text(values, prefix + "restarts")),
                text(values, prefix + "detail"));
    }

    private static String text(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
