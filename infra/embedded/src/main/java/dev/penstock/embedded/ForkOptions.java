package dev.penstock.embedded;

import java.nio.file.Path;
import java.util.List;

/**
 * How a JVM of its own is started.
 *
 * @param classpath its class path, in the form of {@code java.class.path}
 * @param jvmFlags such as {@code -Xmx512m}
 * @param log the file its output is appended to
 */
public record ForkOptions(String classpath, List<String> jvmFlags, Path log) {
    public ForkOptions {
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** This JVM's class path and a heap of {@code megabytes}. */
    public static ForkOptions sameClasspath(int megabytes, Path log) {
        return new ForkOptions(
                System.getProperty("java.class.path"),
                List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m"),
                log);
    }
}
