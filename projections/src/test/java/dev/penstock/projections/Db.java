package dev.penstock.projections;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads tables as lists of text, columns joined by a bar. */
final class Db {
    private static final String TASK_RUNS = """
      SELECT task_id, state, role, tier, campaign, attempt, max_attempts, labels, granted_at, started_at, ended_at, worker_id, cause,
        message, output, input_tokens, output_tokens, cost_micros, encode(request_hash, 'hex'), estimate_micros, replays, replay_refusals,
        replay_refusal, accepted_at, event_seq, event_offset,
        planner_id, name, after, counts
      FROM task_runs WHERE tenant = ? ORDER BY task_id, accepted_at
      """;

    private static final String CAMPAIGNS = """
      SELECT campaign, state, total, succeeded, failed, cancelled, cost_micros, (extract(epoch FROM started_at) * 1000)::bigint,
        (extract(epoch FROM ended_at) * 1000)::bigint, cancel_reason, event_seq
      FROM campaigns WHERE tenant = ? ORDER BY campaign
      """;

    private Db() {}

    static List<String> taskRuns(HikariDataSource pool, String tenant) throws SQLException {
        return rows(pool, TASK_RUNS, tenant);
    }

    /** Times as milliseconds since 1970. */
    static List<String> campaigns(HikariDataSource pool, String tenant) throws SQLException {
        return rows(pool, CAMPAIGNS, tenant);
    }

    static List<String> rows(HikariDataSource pool, String sql, Object... parameters) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                List<String> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        columns.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", columns));
                }
                return rows;
            }
        }
    }
}
