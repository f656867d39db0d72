package dev.penstock.chaos;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.LlmCall;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What PostgreSQL shows, beside what the topics say: tasks by how they ended, calls, and what finished calls cost in micro-dollars.
 *
 * @param tasks by state, in lower case
 */
public record Rows(Map<String, Long> tasks, long calls, long finishedCalls, long costMicros) {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(500);

    public Rows {
        tasks = Map.copyOf(tasks);
    }

    /** What they should be once the projections have caught up. */
    static Rows expected(Tally tally, List<LlmCall> records) {
        Set<String> all = new HashSet<>();
        Set<String> finished = new HashSet<>();
        long cost = 0;
        for (LlmCall call : records) {
            all.add(call.getCallId());
            if (call.hasFinished() && finished.add(call.getCallId())) {
                cost += call.getFinished().getUsage().getCostMicros();
            }
        }
        return new Rows(tally.ends(), all.size(), finished.size(), cost);
    }

    /** Reads until they are as expected or time is up; returns what they were last. */
    static Rows await(Settings settings, Rows expected) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (HikariDataSource pool = Database.pool(settings, "penstock-chaos", 1)) {
            Rows now = read(pool);
            while (!now.equals(expected) && System.nanoTime() < deadline) {
                Thread.sleep(LOOK);
                now = read(pool);
            }
            return now;
        }
    }

    private static Rows read(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            Map<String, Long> tasks = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT state, count(*) FROM task_runs WHERE state <> 'REJECTED' GROUP BY state")) {
                while (rows.next()) {
                    tasks.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getLong(2));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE status <> 'started'),"
                    + " coalesce(sum(cost_micros), 0) FROM llm_calls")) {
                row.next();
                return new Rows(tasks, row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }
}
