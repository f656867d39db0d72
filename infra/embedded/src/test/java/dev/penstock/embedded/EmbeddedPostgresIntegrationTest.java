package dev.penstock.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIntegrationTest {
    @TempDir
    Path dir;

    @Test
    void shouldKeepDataWhenKilledAndStartedAgain() throws Exception {
        Path data = dir.resolve("postgres");
        EmbeddedPostgres first = EmbeddedPostgres.start(data, 0, true);
        try (Connection connection = connect(first)) {
            connection.createStatement().execute("CREATE TABLE kept AS SELECT 42 AS answer");
        }
        ProcessHandle process = ProcessHandle.of(first.pid()).orElseThrow();
        process.destroyForcibly();
        Await.until("the end of PostgreSQL", Duration.ofSeconds(20), () -> !first.isAlive());
        first.close();

        try (EmbeddedPostgres second = EmbeddedPostgres.start(data, first.port(), true);
                Connection connection = connect(second);
                var rows = connection.createStatement().executeQuery("SELECT answer FROM kept")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws Exception {
        return DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgres.USER, "");
    }
}
