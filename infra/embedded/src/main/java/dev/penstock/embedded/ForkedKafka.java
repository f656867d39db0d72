package dev.penstock.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker in a JVM of its own. */
record ForkedKafka(ForkedJvm jvm, int port) implements EmbeddedKafka {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    static ForkedKafka start(BrokerConfig config, ForkOptions options) {
        Path dir = config.dir().toAbsolutePath();
        Path ready = BrokerMain.readyFile(dir);
        try {
            Files.createDirectories(dir);
            Files.deleteIfExists(ready);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the broker's folder " + dir, e);
        }
        ForkedJvm jvm = ForkedJvm.start(
                BrokerMain.class.getName(),
                List.of(dir.toString(), Integer.toString(config.port()), Integer.toString(config.controllerPort())),
                options);
        try {
            jvm.awaitReady("the Kafka broker", START_LIMIT, () -> Files.exists(ready));
        } catch (RuntimeException e) {
            jvm.stop(Duration.ZERO);
            throw e;
        }
        return new ForkedKafka(jvm, config.port());
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public ProcessHandle process() {
        return jvm.process().toHandle();
    }

    @Override
    public void close() {
        jvm.stop(STOP_LIMIT);
    }
}
