package dev.penstock.embedded;

import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A single-node Kafka broker of the version Penstock runs on, in this JVM or in one of its own. Its data survives a restart on the same folder. */
public interface EmbeddedKafka extends AutoCloseable {
    int MAX_STARTS = 3;

    /** {@code host:port} for clients. */
    String bootstrapServers();

    int port();

    /** The process it runs in. */
    ProcessHandle process();

    /** Stops it in order within 20 s; what it acknowledged stays. */
    @Override
    void close();

    /** A broker in this JVM on a free port, its data in {@code dir}. */
    static EmbeddedKafka start(Path dir) {
        return start(dir, 0);
    }

    /** A broker in this JVM on {@code port} (0: a free one), its data in {@code dir}. */
    static EmbeddedKafka start(Path dir, int port) {
        return retrying(port, at -> startOnce(dir, at));
    }

    /** A broker in a JVM of its own, that ends with this one however this one ends. Returns when it serves. */
    static EmbeddedKafka fork(Path dir, int port, ForkOptions options) {
        return retrying(port, at -> ForkedKafka.start(new BrokerConfig(dir, at, FreePorts.next()), options));
    }

    private static EmbeddedKafka startOnce(Path dir, int port) {
        QuietLogs.apply();
        BrokerConfig config = new BrokerConfig(dir.toAbsolutePath(), port, FreePorts.next());
        config.format();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(config.properties(), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new InProcessKafka(server, port);
    }

    /** A random port may be taken between choosing and binding it, a wanted one is not replaced. */
    private static EmbeddedKafka retrying(int port, java.util.function.IntFunction<EmbeddedKafka> starter) {
        for (int i = 1; ; i++) {
            try {
                return starter.apply(FreePorts.orFree(port));
            } catch (RuntimeException e) {
                if (port != 0 || i == MAX_STARTS) {
                    throw e;
                }
            }
        }
    }
}
