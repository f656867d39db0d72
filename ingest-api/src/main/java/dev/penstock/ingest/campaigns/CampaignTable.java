package dev.penstock.ingest.campaigns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code campaigns}, and its tasks in {@code task_runs}, which the projections write. Every query names the tenant. */
public final class CampaignTable {
    /** Tasks that one look at a campaign shows. */
    static final int MAX_TASKS = 1_000;

    private static final String COLUMNS =
            "campaign, state, total, succeeded, failed, cancelled, cost_micros, started_at, ended_at, cancel_reason";

    private static final String FIND = "SELECT " + COLUMNS + " FROM campaigns WHERE tenant = ? AND campaign = ?";

    /** Planners stand before what they plan; what was planned together was accepted in the same moment. */
    private static final String TASKS =
            "SELECT task_id, name, role, state, planner_id, after, cost_micros, cause, message FROM task_runs"
                    + " WHERE tenant = ? AND campaign = ? AND counts"
                    + " ORDER BY accepted_at, (planner_id IS NOT NULL), name, task_id LIMIT " + MAX_TASKS;

    private final JdbcClient jdbc;

    public CampaignTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The campaign as far as it is projected, without its tasks; empty when {@code tenant} has none of that name. */
    Optional<CampaignView> find(String tenant, String campaign) {
        return jdbc.sql(FIND)
                .params(tenant, campaign)
                .query((row, index) -> view(row))
                .optional();
    }

    List<CampaignTask> tasks(String tenant, String campaign) {
        return jdbc.sql(TASKS)
                .params(tenant, campaign)
                .query((row, index) -> task(row))
                .list();
    }

    /** One more than the query's limit, newest first, without their tasks. */
    List<CampaignView> list(String tenant, CampaignQuery query) {
        StringBuilder sql = new StringBuilder("SELECT ").append(COLUMNS).append(" FROM campaigns WHERE tenant = ?");
        List<Object> params = new ArrayList<>(List.of(tenant));
        if (query.state() != null) {
            sql.append(" AND state = ?");
            params.add(query.state());
        }
        if (query.before() != null) {
            sql.append(" AND (started_at, campaign) < (?, ?)");
            params.add(Timestamp.from(query.before().startedAt()));
            params.add(query.before().campaign());
        }
        params.add(query.limit() + 1);
        return jdbc.sql(sql.append(" ORDER BY started_at DESC, campaign DESC LIMIT ?")
                        .toString())
                .params(params)
                .query((row, index) -> view(row))
                .list();
    }

    private static CampaignView view(ResultSet row) throws SQLException {
        String campaign = row.getString("campaign");
        return new CampaignView(
                campaign,
                row.getString("state"),
                row.getInt("total"),
                row.getInt("succeeded"),
                row.getInt("failed"),
                row.getInt("cancelled"),
                row.getLong("cost_micros"),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("ended_at")),
                row.getString("cancel_reason"),
                null,
                null,
                null,
                CampaignLinks.of(campaign));
    }

    private static CampaignTask task(ResultSet row) throws SQLException {
        String name = row.getString("name");
        return new CampaignTask(
                row.getObject("task_id", UUID.class),
                name.isEmpty() ? null : name,
                row.getString("role"),
                row.getString("state"),
                row.getObject("planner_id", UUID.class),
                List.of((UUID[]) row.getArray("after").getArray()),
                row.getLong("cost_micros"),
                row.getString("cause"),
                row.getString("message"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
