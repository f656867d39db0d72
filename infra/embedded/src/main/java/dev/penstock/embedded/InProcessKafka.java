package dev.penstock.embedded;

import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaRaftServer;

/** A broker inside this JVM. */
record InProcessKafka(KafkaRaftServer server, int port, AtomicBoolean closed) implements EmbeddedKafka {
    InProcessKafka(KafkaRaftServer server, int port) {
        this(server, port, new AtomicBoolean());
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public ProcessHandle process() {
        return ProcessHandle.current();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
