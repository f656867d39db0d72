package dev.penstock.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Options on their way to the background process. */
final class OptionsFile {
    private static final String SETTING = "setting.";
    private static final String TENANT = "tenant.";

    private OptionsFile() {}

    static void write(Path file, LocalOptions options) throws IOException {
        Map<String, String> values = new TreeMap<>();
        Ports ports = options.ports();
        values.put("folder", options.folder().toString());
        values.put("port.api", Integer.toString(ports.api()));
        values.put("port.kafka", Integer.toString(ports.kafka()));
        values.put("port.postgres", Integer.toString(ports.postgres()));
        values.put("port.redis", Integer.toString(ports.redis()));
        values.put("port.mongo", Integer.toString(ports.mongo()));
        values.put("port.simulator", Integer.toString(ports.simulator()));
        values.put("processes", Boolean.toString(options.processes()));
        values.put("adapter", options.adapter());
        values.put("lease", options.lease().toString());
        values.put("worker-slots", Integer.toString(options.workerSlots()));
        values.put("simulator-scale", Double.toString(options.simulatorScale()));
        values.put("memory.broker", Integer.toString(options.memory().broker()));
        values.put("memory.supervisor", Integer.toString(options.memory().supervisor()));
        values.put("memory.app", Integer.toString(options.memory().app()));
        options.tenants().forEach(tenant -> values.put(TENANT + tenant.name(), text(tenant)));
        options.settings().forEach((name, value) -> values.put(SETTING + name, value));
        PrivateFile.write(file, values);
    }

    static LocalOptions read(Path file) throws IOException {
        Map<String, String> values = PrivateFile.read(file);
        List<LocalTenant> tenants = new ArrayList<>();
        Map<String, String> settings = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(TENANT)) {
                tenants.add(tenant(name.substring(TENANT.length()), value));
            } else if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), value);
            }
        });
        Ports ports = new Ports(
                number(values, "port.api"),
                number(values, "port.kafka"),
                number(values, "port.postgres"),
                number(values, "port.redis"),
                number(values, "port.simulator"),
                number(values, "port.mongo"));
        Memory memory = new Memory(
                number(values, "memory.broker"), number(values, "memory.supervisor"), number(values, "memory.app"));
        return new LocalOptions(
                Path.of(text(values, "folder")),
                ports,
                Boolean.parseBoolean(text(values, "processes")),
                text(values, "adapter"),
                Duration.parse(text(values, "lease")),
                number(values, "worker-slots"),
                Double.parseDouble(text(values, "simulator-scale")),
                memory,
                tenants,
                settings);
    }

    /** Its plan, and after it the roles that its own runtime runs. */
    private static String text(LocalTenant tenant) {
        return tenant.plan().name()
                + tenant.runtimeRoles().stream()
                        .sorted()
                        .map(role -> " " + role)
                        .collect(Collectors.joining());
    }

    private static LocalTenant tenant(String name, String text) {
        List<String> words = List.of(text.split(" "));
        return new LocalTenant(
                name, LocalTenant.Plan.valueOf(words.getFirst()), new HashSet<>(words.subList(1, words.size())));
    }

    private static int number(Map<String, String> values, String name) {
        return Integer.parseInt(text(values, name));
    }

    private static String text(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException("The stack's options lack " + name));
    }
}
