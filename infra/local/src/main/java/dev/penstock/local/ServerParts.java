package dev.penstock.local;

import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.embedded.EmbeddedPostgres;
import dev.penstock.embedded.EmbeddedRedis;
import dev.penstock.embedded.ForkOptions;
import dev.penstock.embedded.ForkedJvm;
import dev.penstock.runtime.Health;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Broker, PostgreSQL, Redis and provider simulator as parts of the stack. */
final class ServerParts {
    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private ServerParts() {}

    record KafkaPart(Path dir, int port, ForkOptions options) implements Part {
        @Override
        public String name() {
            return "kafka";
        }

        @Override
        public Running start() {
            EmbeddedKafka broker = EmbeddedKafka.fork(dir, port, options);
            return new Server(broker.bootstrapServers(), broker.process(), port, broker::close);
        }
    }

    record PostgresPart(Path dir, int port, Path log) implements Part {
        @Override
        public String name() {
            return "postgres";
        }

        @Override
        public Running start() {
            EmbeddedPostgres server = EmbeddedPostgres.start(dir, port, true, log);
            return new Server(server.jdbcUrl(), ProcessHandle.of(server.pid()).orElseThrow(), port, server::close);
        }
    }

    record RedisPart(Path dir, int port) implements Part {
        @Override
        public String name() {
            return "redis";
        }

        @Override
        public Running start() {
            EmbeddedRedis server = EmbeddedRedis.start(dir, port);
            return new Server(server.url(), ProcessHandle.of(server.pid()).orElseThrow(), port, server::close);
        }
    }

    /** The simulator in a JVM of its own; what it billed is in its journal's file, whatever becomes of it. */
    record ForkedSimulatorPart(int port, double scale, Path journal, Path webhookSecrets, ForkOptions options)
            implements Part {
        private static final Duration START_LIMIT = Duration.ofSeconds(30);
        private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

        @Override
        public String name() {
            return "simulator";
        }

        @Override
        public Running start() {
            ForkedJvm jvm = ForkedJvm.start(
                    SimulatorProcess.class.getName(),
                    List.of(
                            "--port=" + port,
                            "--scale=" + scale,
                            "--journal=" + journal,
                            "--webhook-secrets=" + webhookSecrets),
                    options);
            Server server =
                    new Server("http://127.0.0.1:" + port, jvm.process().toHandle(), port, () -> jvm.stop(STOP_LIMIT));
            try {
                jvm.awaitReady("the provider simulator", START_LIMIT, () -> server.health()
                        .ready());
            } catch (RuntimeException e) {
                server.stop();
                throw e;
            }
            return server;
        }
    }

    /** The simulator in this JVM, so that its journal outlives the death of any other part. */
    record SimulatorPart(int port, double scale, Path webhookSecrets) implements Part {
        @Override
        public String name() {
            return "simulator";
        }

        @Override
        public Running start() throws IOException {
            ProviderSimulator simulator = ProviderSimulator.start(SimulatorSettings.defaults()
                    .withPort(port)
                    .withLatency(Latency.REALISTIC.scaledTo(scale))
                    .withWebhookSecrets(webhookSecrets));
            return new Server(simulator.baseUrl().toString(), ProcessHandle.current(), port, simulator::close);
        }
    }

    /** A server that is well when its process lives and its port takes connections. */
    record Server(String url, ProcessHandle process, int port, Runnable stopper) implements Part.Running {
        @Override
        public Health health() {
            if (!Processes.isAlive(process)) {
                return Health.failed("its process " + process.pid() + " has ended");
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
                return Health.up("takes connections");
            } catch (IOException e) {
                return Health.starting("takes no connections on port " + port + ": " + e.getMessage());
            }
        }

        @Override
        public void stop() {
            stopper.run();
        }
    }
}
