package dev.penstock.ingest.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code task_runs}, which the projections write. Every query names the tenant. */
public final class TaskRuns {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};

    private static final String COLUMNS =
            "task_id, state, role, tier, attempt, max_attempts, campaign, labels::text AS labels, accepted_at, granted_at, started_at, ended_at,"
                    + " input_tokens, output_tokens, cost_micros, cause, message, planner_id, name, after";

    private static final String FIND = "SELECT " + COLUMNS
            + ", output FROM task_runs WHERE tenant = ? AND task_id = ? ORDER BY (state = 'REJECTED'), accepted_at DESC LIMIT 1";

    /** A key counts for 24 h after its task's end, and for as long as a dead task is kept, as in the engine. */
    private static final String HASH =
            "SELECT encode(request_hash, 'hex') FROM task_runs WHERE tenant = ? AND task_id = ? AND request_hash IS NOT NULL"
                    + " AND state <> 'REJECTED' AND (ended_at IS NULL OR ended_at > now() - make_interval(secs => CASE state WHEN 'DEAD' THEN GREATEST(?, ?) ELSE ? END)) ORDER BY accepted_at DESC LIMIT 1";

    private final JdbcClient jdbc;
    private final Duration deadKept;

    /** @param deadKept how long the engine keeps a dead task whole */
    public TaskRuns(JdbcClient jdbc, Duration deadKept) {
        this.jdbc = jdbc;
        this.deadKept = deadKept;
    }

    /** A position in a list of tasks, newest first. */
    public record Before(Instant acceptedAt, UUID taskId) {}

    /** The task as far as it is projected; empty when {@code tenant} has none of that id. */
    public Optional<TaskView> find(String tenant, UUID taskId) {
        return jdbc.sql(FIND)
                .params(tenant, taskId)
                .query((row, index) -> view(row, row.getString("output")))
                .optional();
    }

    /** Hash of the request that made the task, in hexadecimal, while its idempotency key counts. */
    public Optional<String> requestHash(String tenant, UUID taskId, Duration kept) {
        return jdbc.sql(HASH)
                .params(tenant, taskId, seconds(deadKept), seconds(kept), seconds(kept))
                .query(String.class)
                .optional();
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds();
    }

    /** Up to {@code limit} tasks, newest first, without their output. */
    public List<TaskView> list(
            String tenant, @Nullable String state, @Nullable String role, @Nullable Before before, int limit) {
        StringBuilder sql = new StringBuilder("SELECT ").append(COLUMNS).append(" FROM task_runs WHERE tenant = ?");
        List<Object> params = new ArrayList<>(List.of(tenant));
        if (state != null) {
            sql.append(" AND state = ?");
            params.add(state);
        }
        if (role != null) {
            sql.append(" AND role = ?");
            params.add(role);
        }
        if (before != null) {
            sql.append(" AND (accepted_at, task_id) < (?, ?)");
            params.add(Timestamp.from(before.acceptedAt()));
            params.add(before.taskId());
        }
        params.add(limit);
        return jdbc.sql(sql.append(" ORDER BY accepted_at DESC, task_id DESC LIMIT ?")
                        .toString())
                .params(params)
                .query((row, index) -> view(row, null))
                .list();
    }

    private static TaskView view(ResultSet row, @Nullable String output) throws SQLException {
        UUID id = row.getObject("task_id", UUID.class);
        String campaign = row.getString("campaign");
        String name = row.getString("name");
        UUID[] after = (UUID[]) row.getArray("after").getArray();
        Map<String, String> labels = labels(row.getString("labels"));
        return new TaskView(
                id,
                row.getString("state"),
                row.getString("role"),
                row.getString("tier"),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                campaign.isEmpty() ? null : campaign,
                row.getObject("planner_id", UUID.class),
                name.isEmpty() ? null : name,
                after.length == 0 ? null : List.of(after),
                labels.isEmpty() ? null : labels,
                null,
                instant(row.getTimestamp("accepted_at")),
                instant(row.getTimestamp("granted_at")),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("ended_at")),
                new TaskView.Usage(
                        row.getLong("input_tokens"), row.getLong("output_tokens"), row.getLong("cost_micros")),
                row.getString("cause"),
                row.getString("message"),
                output,
                TaskLinks.of(id));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** An object of texts, as the projections write it. */
    private static Map<String, String> labels(String json) {
        return JSON.readValue(json, LABELS);
    }
}
