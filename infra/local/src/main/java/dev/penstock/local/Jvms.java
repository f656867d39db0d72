package dev.penstock.local;

import dev.penstock.embedded.ForkOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Flags of the JVMs that the stack starts, all on this JVM's class path. */
record Jvms(Memory memory, Layout layout) {
    private static final List<String> COMMON = List.of(
            "-Duser.timezone=UTC",
            "-Dfile.encoding=UTF-8",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** The cache of loaded classes that this JVM runs with serves all that have the same class path. */
    private static final String CACHE = "-XX:AOTCache=";

    /** A JVM that is told to compile no code to the last, as it is not to run for long, starts others that do not outlive it. */
    private static final String COMPILE_LESS = "-XX:TieredStopAtLevel=";

    ForkOptions broker() {
        return options(memory.broker(), "kafka", CACHE, COMPILE_LESS);
    }

    ForkOptions app(String name) {
        return options(memory.app(), name, CACHE, COMPILE_LESS);
    }

    /** The supervisor's own JVM, which outlives this one; it needs little when it does not host the apps. */
    ForkOptions supervisor(boolean processes) {
        return options(processes ? memory.app() : memory.supervisor(), "supervisor", CACHE);
    }

    private ForkOptions options(int megabytes, String log, String... inherited) {
        List<String> flags = new ArrayList<>(COMMON);
        flags.add("-Xmx" + megabytes + "m");
        flags.addAll(inherited(inherited));
        flags.add("-XX:ErrorFile=" + layout.log(log + "-crash-%p"));
        // One thread collects a small heap as fast as several would, and leaves the cores to the work.
        flags.add("-XX:+UseSerialGC");
        return new ForkOptions(System.getProperty("java.class.path"), flags, layout.log(log));
    }

    /** This JVM's own flags that begin so. */
    private static List<String> inherited(String... beginnings) {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> Stream.of(beginnings).anyMatch(flag::startsWith))
                .toList();
    }
}
