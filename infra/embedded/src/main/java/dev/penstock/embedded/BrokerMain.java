package dev.penstock.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** Runs a broker as a process: {@code BrokerMain DIR PORT CONTROLLER_PORT}. Ends with the process that started it. */
public final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] args) throws IOException {
        ParentWatch.start();
        QuietLogs.apply();
        Path dir = Path.of(args[0]);
        BrokerConfig config = new BrokerConfig(dir, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        config.format();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(config.properties(), false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        try {
            server.startup();
        } catch (RuntimeException e) {
            System.err.println("The broker cannot start: " + e);
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        Files.writeString(readyFile(dir), Long.toString(ProcessHandle.current().pid()));
        server.awaitShutdown();
    }

    /** Present once the broker serves. Beside the log folders, since a broker owns all that is inside. */
    static Path readyFile(Path dir) {
        return dir.resolveSibling(dir.getFileName() + ".ready");
    }
}
