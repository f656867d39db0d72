package dev.penstock.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Where one broker of a single-node cluster lives, and its configuration.
 *
 * @param dir its data; formatted when it is not yet
 * @param port where clients connect
 * @param controllerPort where it talks to itself as its own controller
 */
record BrokerConfig(Path dir, int port, int controllerPort) {
    private static final int NODE_ID = 1;
    private static final int MAX_MESSAGE_BYTES = 13 << 20;

    /** Formats {@code dir} unless it is; transaction.version=2 and share.version=1 come with the release's defaults. */
    void format() {
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(dir);
            if (Files.exists(dir.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(dir.toString())
                    .setMetadataLogDirectory(dir.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot write the broker's folder " + dir, e);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot format the broker's folder " + dir, e);
        }
    }

    Properties properties() {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE_ID));
        p.put("controller.quorum.voters", NODE_ID + "@localhost:" + controllerPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        p.put("inter.broker.listener.name", "CLIENTS");
        p.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", dir.toString());
        singleNode(p);
        smallMachine(p);
        quickFailover(p);
        return p;
    }

    private static void singleNode(Properties p) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            p.put(topic + ".replication.factor", "1");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("default.replication.factor", "1");
        p.put("min.insync.replicas", "1");
        p.put("auto.create.topics.enable", "false");
        p.put("num.partitions", "4");
        p.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        // Until the session of a killed broker lapses, its successor may not register: 9 s by default, for nothing when
        // it is the only one.
        p.put("broker.session.timeout.ms", "3000");
        p.put("broker.heartbeat.interval.ms", "500");
    }

    private static void smallMachine(Properties p) {
        p.put("offsets.topic.num.partitions", "8");
        p.put("transaction.state.log.num.partitions", "8");
        p.put("share.coordinator.state.topic.num.partitions", "4");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("group.coordinator.threads", "1");
        p.put("share.coordinator.threads", "1");
        p.put("log.cleaner.threads", "1");
        p.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        p.put("log.cleaner.io.buffer.size", Integer.toString(256 << 10));
        p.put("log.index.size.max.bytes", Integer.toString(2 << 20));
    }

    /** Lets a group notice a killed member within seconds; the defaults are made for clusters and take 45 s. */
    private static void quickFailover(Properties p) {
        // What a killed producer left open holds back its partitions' readers until it is aborted: looked for every 10
        // s by default.
        p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // A transaction that begins while the markers of the one before are written is tried again this much later; 20
        // by default.
        p.put("add.partitions.to.txn.retry.backoff.ms", "5");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        for (String group : new String[] {"group.share", "group.consumer", "group.streams"}) {
            p.put(group + ".min.session.timeout.ms", "3000");
            p.put(group + ".session.timeout.ms", "6000");
            p.put(group + ".min.heartbeat.interval.ms", "500");
            p.put(group + ".heartbeat.interval.ms", "1000");
        }
    }
}
