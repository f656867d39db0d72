package dev.penstock.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** {@code task_runs}, as its projector writes it. Times go as milliseconds, 0 for none. */
final class TaskRunsTable {
    private static final String UPSERT = """
      INSERT INTO task_runs AS t (tenant, task_id, accepted_at, role, tier, campaign, state, attempt, max_attempts, labels,
        granted_at, started_at, ended_at, worker_id, cause, message, output, input_tokens, output_tokens, cost_micros, request_hash,
        estimate_micros, replays, replay_refusals, replay_refusal, event_seq, event_offset, planner_id, name, after, counts)
      SELECT tenant, task_id::uuid, to_timestamp(accepted_at::float8 / 1000), role, tier, campaign, state, attempt, max_attempts,
        COALESCE(labels, '{}')::jsonb, to_timestamp(NULLIF(granted_at, 0)::float8 / 1000), to_timestamp(NULLIF(started_at, 0)::float8 / 1000),
        to_timestamp(NULLIF(ended_at, 0)::float8 / 1000), worker_id, cause, message, output, input_tokens, output_tokens, cost_micros,
        request_hash, estimate_micros, replays, replay_refusals, NULLIF(replay_refusal, ''), event_seq, event_offset,
        planner_id::uuid, COALESCE(name, ''), COALESCE(after, '{}')::uuid[], counts <> 0
      FROM unnest(?::text[], ?::text[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::text[],
        ?::int8[], ?::int8[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::bytea[],
        ?::int8[], ?::int8[], ?::int8[], ?::text[], ?::int8[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::int8[])
        AS c (tenant, task_id, accepted_at, role, tier, campaign, state, attempt, max_attempts, labels,
        granted_at, started_at, ended_at, worker_id, cause, message, output, input_tokens, output_tokens, cost_micros, request_hash,
        estimate_micros, replays, replay_refusals, replay_refusal, event_seq, event_offset, planner_id, name, after, counts)
      WHERE c.state <> '' OR EXISTS (
        SELECT 1 FROM task_runs r WHERE r.tenant = c.tenant AND r.task_id = c.task_id::uuid
          AND r.accepted_at = to_timestamp(c.accepted_at::float8 / 1000))
      ON CONFLICT (tenant, task_id, accepted_at) DO UPDATE SET
        state = COALESCE(NULLIF(excluded.state, ''), t.state),
        attempt = GREATEST(t.attempt, excluded.attempt),
        max_attempts = COALESCE(NULLIF(excluded.max_attempts, 0), t.max_attempts),
        granted_at = COALESCE(t.granted_at, excluded.granted_at),
        started_at = COALESCE(t.started_at, excluded.started_at),
        ended_at = CASE WHEN excluded.replays > 0 THEN excluded.ended_at ELSE COALESCE(excluded.ended_at, t.ended_at) END,
        worker_id = COALESCE(excluded.worker_id, t.worker_id),
        cause = NULLIF(COALESCE(excluded.cause, t.cause), ''),
        message = NULLIF(COALESCE(excluded.message, t.message), ''),
        output = COALESCE(excluded.output, t.output),
        input_tokens = t.input_tokens + excluded.input_tokens,
        output_tokens = t.output_tokens + excluded.output_tokens,
        cost_micros = t.cost_micros + excluded.cost_micros,
        replays = t.replays + excluded.replays,
        replay_refusals = t.replay_refusals + excluded.replay_refusals,
        replay_refusal = CASE WHEN excluded.replays > 0 THEN excluded.replay_refusal
          ELSE COALESCE(excluded.replay_refusal, t.replay_refusal) END,
        event_seq = excluded.event_seq,
        event_offset = excluded.event_offset
      WHERE t.event_offset < excluded.event_offset
      """;

    private TaskRunsTable() {}

    static void upsert(Connection connection, List<TaskRunChange> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            new Columns<>(connection, statement, changes)
                    .text(c -> c.key.tenant())
                    .text(c -> c.key.taskId())
                    .number(c -> c.key.acceptedAtMillis())
                    .text(c -> c.role)
                    .text(c -> c.tier)
                    .text(c -> c.campaign)
                    .text(TaskRunChange::state)
                    .number(c -> c.attempt)
                    .number(c -> c.maxAttempts)
                    .text(c -> c.labels)
                    .number(c -> c.grantedAtMillis)
                    .number(c -> c.startedAtMillis)
                    .number(c -> c.endedAtMillis)
                    .text(c -> c.workerId)
                    .text(TaskRunChange::cause)
                    .text(TaskRunChange::message)
                    .text(c -> c.output)
                    .number(c -> c.inputTokens)
                    .number(c -> c.outputTokens)
                    .number(c -> c.costMicros)
                    .bytes(c -> c.requestHash)
                    .number(c -> c.estimateMicros)
                    .number(c -> c.replays)
                    .number(c -> c.replayRefusals)
                    .text(c -> c.replayRefusal)
                    .number(c -> c.seq)
                    .number(c -> c.offset)
                    .text(c -> c.lineage == null ? null : c.lineage.plannerId())
                    .text(c -> c.lineage == null ? null : c.lineage.name())
                    .text(c -> c.lineage == null ? null : c.lineage.after())
                    .number(c -> c.lineage != null && c.lineage.counts() ? 1 : 0);
            statement.executeUpdate();
        }
    }
}
