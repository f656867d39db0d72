package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.tasks.TaskLinks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The dead tasks of {@code task_runs}. Every query names the tenant. */
public final class DeadLetterTable {
    /** Groups told at most. */
    static final int MAX_GROUPS = 500;

    private final JdbcClient jdbc;

    public DeadLetterTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A dead task as it was before its replay.
     *
     * @param replays how often it was replayed by then
     * @param refusals how often its replay was refused by then
     */
    record Candidate(UUID taskId, Instant acceptedAt, long priceMicros, int replays, int refusals) {}

    /** How a candidate stands now. */
    record Standing(String state, int replays, int refusals) {}

    private record Query(String sql, List<Object> params) {}

    List<DeadLetters.Group> groups(String tenant, DeadLetterFilter filter, Instant keptSince) {
        Query where = where(tenant, filter, keptSince);
        return jdbc.sql("SELECT COALESCE(cause, '') AS cause, role, count(*) AS tasks, min(ended_at) AS oldest,"
                        + " max(ended_at) AS newest, sum(estimate_micros)::int8 AS price, sum(cost_micros)::int8 AS cost"
                        + " FROM task_runs" + where.sql + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT " + MAX_GROUPS)
                .params(where.params)
                .query((row, index) -> new DeadLetters.Group(
                        row.getString("cause"),
                        row.getString("role"),
                        row.getLong("tasks"),
                        row.getTimestamp("oldest").toInstant(),
                        row.getTimestamp("newest").toInstant(),
                        row.getLong("price"),
                        row.getLong("cost")))
                .list();
    }

    /** Up to {@code limit} of them, those that died last first. */
    List<DeadLetter> list(
            String tenant,
            DeadLetterFilter filter,
            Instant keptSince,
            DeadLetterPage.@Nullable Before before,
            int limit) {
        Query where = where(tenant, filter, keptSince);
        String sql = where.sql;
        if (before != null) {
            sql += " AND (ended_at, task_id) < (?, ?)";
            where.params.add(Timestamp.from(before.endedAt()));
            where.params.add(before.taskId());
        }
        where.params.add(limit);
        return jdbc.sql(
                        "SELECT task_id, role, tier, campaign, COALESCE(cause, '') AS cause, message, attempt, replays, accepted_at,"
                                + " ended_at, cost_micros, estimate_micros, replay_refusal FROM task_runs" + sql
                                + " ORDER BY ended_at DESC, task_id DESC LIMIT ?")
                .params(where.params)
                .query((row, index) -> letter(row))
                .list();
    }

    long count(String tenant, DeadLetterFilter filter, Instant keptSince) {
        Query where = where(tenant, filter, keptSince);
        return jdbc.sql("SELECT count(*) FROM task_runs" + where.sql)
                .params(where.params)
                .query(Long.class)
                .single();
    }

    /** Up to {@code limit} to be replayed, those that died first first. */
    List<Candidate> candidates(String tenant, DeadLetterFilter filter, Instant keptSince, int limit) {
        Query where = where(tenant, filter, keptSince);
        where.params.add(limit);
        return jdbc.sql("SELECT task_id, accepted_at, estimate_micros, replays, replay_refusals FROM task_runs"
                        + where.sql + " ORDER BY ended_at, task_id LIMIT ?")
                .params(where.params)
                .query((row, index) -> new Candidate(
                        row.getObject("task_id", UUID.class),
                        row.getTimestamp("accepted_at").toInstant(),
                        row.getLong("estimate_micros"),
                        row.getInt("replays"),
                        row.getInt("replay_refusals")))
                .list();
    }

    /** How they stand now, by id. */
    Map<UUID, Standing> standing(String tenant, List<Candidate> candidates) {
        Map<UUID, Instant> acceptedAt = new HashMap<>();
        candidates.forEach(candidate -> acceptedAt.put(candidate.taskId(), candidate.acceptedAt()));
        Map<UUID, Standing> standing = new HashMap<>();
        jdbc.sql(
                        "SELECT task_id, accepted_at, state, replays, replay_refusals FROM task_runs WHERE tenant = ? AND task_id = ANY(?)")
                .params(tenant, acceptedAt.keySet().toArray(UUID[]::new))
                .query(row -> {
                    UUID id = row.getObject("task_id", UUID.class);
                    // An id may have come again since; that is another task.
                    if (row.getTimestamp("accepted_at").toInstant().equals(acceptedAt.get(id))) {
                        standing.put(
                                id,
                                new Standing(
                                        row.getString("state"), row.getInt("replays"), row.getInt("replay_refusals")));
                    }
                });
        return standing;
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        UUID id = row.getObject("task_id", UUID.class);
        String campaign = row.getString("campaign");
        return new DeadLetter(
                id,
                row.getString("role"),
                row.getString("tier"),
                campaign.isEmpty() ? null : campaign,
                row.getString("cause"),
                row.getString("message"),
                row.getInt("attempt"),
                row.getInt("replays"),
                row.getTimestamp("accepted_at").toInstant(),
                row.getTimestamp("ended_at").toInstant(),
                row.getLong("cost_micros"),
                row.getLong("estimate_micros"),
                row.getString("replay_refusal"),
                TaskLinks.of(id));
    }

    private static Query where(String tenant, DeadLetterFilter filter, Instant keptSince) {
        Instant since = filter.since();
        Instant until = filter.until();
        Instant from = since == null || since.isBefore(keptSince) ? keptSince : since;
        StringBuilder sql = new StringBuilder(" WHERE tenant = ? AND state = 'DEAD' AND ended_at >= ?");
        List<Object> params = new ArrayList<>(List.of(tenant, Timestamp.from(from)));
        if (until != null) {
            sql.append(" AND ended_at < ?");
            params.add(Timestamp.from(until));
        }
        equal(sql, params, "role", filter.role());
        equal(sql, params, "cause", filter.cause());
        equal(sql, params, "campaign", filter.campaign());
        return new Query(sql.toString(), params);
    }

    private static void equal(StringBuilder sql, List<Object> params, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" AND ").append(column).append(" = ?");
            params.add(value);
        }
    }
}
