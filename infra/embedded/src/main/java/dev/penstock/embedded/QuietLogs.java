package dev.penstock.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps embedded servers from filling the log: warnings and errors only, unless a level was set for them. */
final class QuietLogs {
    private static final List<String> WARN = List.of(
            "kafka",
            "org.apache.kafka",
            "state.change.logger",
            "io.zonky.test.db.postgres",
            "org.flywaydb",
            "com.zaxxer.hikari");
    // These report normal life of a single broker, or of clients that meet it while it starts or stops, as warnings or
    // errors.
    private static final List<String> ERROR = List.of(
            "org.apache.kafka.clients.NetworkClient",
            "org.apache.kafka.clients.admin.AdminClientConfig",
            "org.apache.kafka.common.utils.AppInfoParser",
            "org.apache.kafka.controller.QuorumController");

    private QuietLogs() {}

    static void apply() {
        WARN.forEach(name -> set(name, Level.WARN));
        ERROR.forEach(name -> set(name, Level.ERROR));
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(level);
        }
    }
}
