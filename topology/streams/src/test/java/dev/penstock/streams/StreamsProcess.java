package dev.penstock.streams;

import dev.penstock.embedded.ForkOptions;
import dev.penstock.embedded.ForkedJvm;
import dev.penstock.embedded.ParentWatch;
import dev.penstock.runtime.Settings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The streams process in a JVM of its own, to be killed. */
final class StreamsProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final int HEAP_MEGABYTES = 384;

    private final ForkedJvm jvm;

    private StreamsProcess(ForkedJvm jvm) {
        this.jvm = jvm;
    }

    /** What the other JVM runs; it ends with this one. */
    public static void main(String... args) throws Exception {
        ParentWatch.start();
        StreamsMain.main(args);
    }

    /** Starts it; returns when it does its work. */
    static StreamsProcess start(Settings settings, Path dir) throws IOException {
        Path file = dir.resolve("streams.properties");
        Path log = dir.resolve("streams-" + System.nanoTime() + ".log");
        Files.createDirectories(dir);
        Properties properties = new Properties();
        properties.putAll(settings.asMap());
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ForkedJvm jvm = ForkedJvm.start(
                StreamsProcess.class.getName(),
                java.util.List.of("--settings=" + file),
                ForkOptions.sameClasspath(HEAP_MEGABYTES, log));
        jvm.awaitReady(
                "the streams process", START_LIMIT, () -> Files.readString(log).contains("streams is up"));
        return new StreamsProcess(jvm);
    }

    /** Ends it as a crash would. */
    void kill() throws InterruptedException {
        jvm.process().destroyForcibly();
        jvm.process().waitFor(10, TimeUnit.SECONDS);
    }

    void stop() {
        jvm.stop(Duration.ofSeconds(20));
    }
}
