package dev.penstock.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Plays the projection: rows of {@code campaigns} and of their tasks. */
public final class CampaignRows {
    private static final String CAMPAIGN =
            "INSERT INTO campaigns VALUES (?, ?, ?, 3, 1, 0, 0, 700, ?, ?, NULL, 1, 1) ON CONFLICT DO NOTHING";

    private static final String TASK =
            "INSERT INTO task_runs (tenant, task_id, accepted_at, role, tier, state, campaign, planner_id, name, after, counts, event_seq,"
                    + " event_offset) VALUES (?, ?, now(), 'copywriter', 'normal', 'WAITING', ?, ?, ?, ?, true, 1, 1)";

    private CampaignRows() {}

    public static void insert(DataSource database, String tenant, String campaign, String state, Instant startedAt) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(CAMPAIGN)) {
            insert.setString(1, tenant);
            insert.setString(2, campaign);
            insert.setString(3, state);
            insert.setTimestamp(4, Timestamp.from(startedAt));
            insert.setTimestamp(5, state.equals("RUNNING") ? null : Timestamp.from(startedAt.plusSeconds(5)));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void insertTask(
            DataSource database,
            String tenant,
            String campaign,
            UUID task,
            UUID planner,
            String name,
            List<UUID> after) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(TASK)) {
            insert.setString(1, tenant);
            insert.setObject(2, task);
            insert.setString(3, campaign);
            insert.setObject(4, planner);
            insert.setString(5, name);
            insert.setArray(6, connection.createArrayOf("uuid", after.toArray()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
