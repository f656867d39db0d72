package dev.penstock.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/** Plays the projection: rows of {@code task_runs}. */
public final class TaskRows {
    private static final String INSERT =
            "INSERT INTO task_runs (tenant, task_id, accepted_at, role, tier, state, attempt, max_attempts, campaign, labels, ended_at, output,"
                    + " input_tokens, output_tokens, cost_micros, request_hash, event_seq, event_offset)"
                    + " VALUES (?, ?, ?, 'copywriter', 'normal', ?, 1, 3, 'spring', '{\"brand\":\"Acme\"}', ?, ?, 10, 20, 300, ?, 1, 1)";

    private TaskRows() {}

    public static void insert(
            DataSource database, String tenant, UUID task, String state, Instant acceptedAt, byte[] requestHash) {
        boolean ended = state.equals("SUCCEEDED");
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, tenant);
            insert.setObject(2, task);
            insert.setTimestamp(3, Timestamp.from(acceptedAt));
            insert.setString(4, state);
            insert.setTimestamp(5, ended ? Timestamp.from(acceptedAt.plusSeconds(5)) : null);
            insert.setString(6, ended ? "Rain or shine" : null);
            insert.setBytes(7, requestHash);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A task of that role that died of {@code cause}; one attempt of it is expected to cost {@code estimateMicros}. */
    public static UUID dead(
            DataSource database, String tenant, String role, String cause, Instant endedAt, long estimateMicros) {
        UUID task = UUID.randomUUID();
        insert(database, tenant, task, "DEAD", endedAt.minusSeconds(60), new byte[32]);
        update(
                database,
                "UPDATE task_runs SET role = ?, cause = ?, message = 'It gave up', ended_at = ?, estimate_micros = ?"
                        + " WHERE task_id = ?",
                role,
                cause,
                Timestamp.from(endedAt),
                estimateMicros,
                task);
        return task;
    }

    public static void update(DataSource database, String sql, Object... params) {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < params.length; i++) {
                update.setObject(i + 1, params[i]);
            }
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void insert(DataSource database, String tenant, UUID task, String state) {
        insert(database, tenant, task, state, Instant.now(), new byte[32]);
    }
}
