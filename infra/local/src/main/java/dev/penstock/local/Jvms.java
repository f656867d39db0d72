package dev.penstock.local;

import dev.penstock.embedded.ForkOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Flags of the JVMs that the stack starts, all on this JVM's class path. */
record Jvms(Memory memory, Layout layout) {
    private static final List<String> COMMON = List.of(
            "-Duser.timezone=UTC",
            "-Dfile.encoding=UTF-8",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    ForkOptions broker() {
        return options(memory.broker(), "kafka");
    }

    ForkOptions app(String name) {
        return options(memory.app(), name);
    }

    /** The supervisor's own JVM; it needs little when it does not host the apps. */
    ForkOptions supervisor(boolean processes) {
        return options(processes ? memory.app() : memory.supervisor(), "supervisor");
    }

    private ForkOptions options(int megabytes, String log) {
        List<String> flags = new ArrayList<>(COMMON);
        flags.add("-Xmx" + megabytes + "m");
        flags.addAll(inherited());
        flags.add("-XX:ErrorFile=" + layout.log(log + "-crash-%p"));
        // One thread collects a small heap as fast as several would, and leaves the cores to the work.
        flags.add("-XX:+UseSerialGC");
        return new ForkOptions(System.getProperty("java.class.path"), flags, layout.log(log));
    }

    /** The cache of loaded classes that this JVM runs with serves all that have the same class path. */
    private static List<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-XX:AOTCache="))
                .toList();
    }
}
