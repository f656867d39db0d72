package dev.penstock.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** {@code llm_calls}, as its projector writes it. A row that is finished stays so. */
final class LlmCallsTable {
    private static final String UPSERT = """
      INSERT INTO llm_calls AS t (tenant, call_id, started_at, task_id, attempt, role, provider, model, status, reserved_micros,
        input_tokens, output_tokens, cost_micros, latency_millis, first_token_millis, http_status, message)
      SELECT tenant, call_id::uuid, to_timestamp(started_at::float8 / 1000), task_id::uuid, attempt, role, provider, model, status,
        reserved_micros, input_tokens, output_tokens, cost_micros, NULLIF(latency_millis, -1), NULLIF(first_token_millis, 0),
        NULLIF(http_status, 0), message
      FROM unnest(?::text[], ?::text[], ?::int8[], ?::text[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int8[],
        ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::text[])
        AS c (tenant, call_id, started_at, task_id, attempt, role, provider, model, status, reserved_micros,
        input_tokens, output_tokens, cost_micros, latency_millis, first_token_millis, http_status, message)
      ON CONFLICT (tenant, call_id, started_at) DO UPDATE SET
        reserved_micros = GREATEST(t.reserved_micros, excluded.reserved_micros),
        status = CASE WHEN excluded.status = 'started' THEN t.status ELSE excluded.status END,
        input_tokens = CASE WHEN excluded.status = 'started' THEN t.input_tokens ELSE excluded.input_tokens END,
        output_tokens = CASE WHEN excluded.status = 'started' THEN t.output_tokens ELSE excluded.output_tokens END,
        cost_micros = CASE WHEN excluded.status = 'started' THEN t.cost_micros ELSE excluded.cost_micros END,
        latency_millis = COALESCE(excluded.latency_millis, t.latency_millis),
        first_token_millis = COALESCE(excluded.first_token_millis, t.first_token_millis),
        http_status = COALESCE(excluded.http_status, t.http_status),
        message = COALESCE(excluded.message, t.message)
      """;

    private LlmCallsTable() {}

    static void upsert(Connection connection, List<LlmCallChange> changes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            new Columns<>(connection, statement, changes)
                    .text(c -> c.key.tenant())
                    .text(c -> c.key.callId())
                    .number(c -> c.key.startedAtMillis())
                    .text(c -> c.taskId)
                    .number(c -> c.attempt)
                    .text(c -> c.role)
                    .text(c -> c.provider)
                    .text(c -> c.model)
                    .text(c -> c.status)
                    .number(c -> c.reservedMicros)
                    .number(c -> c.inputTokens)
                    .number(c -> c.outputTokens)
                    .number(c -> c.costMicros)
                    .number(c -> c.isFinished() ? c.latencyMillis : -1)
                    .number(c -> c.firstTokenMillis)
                    .number(c -> c.httpStatus)
                    .text(c -> c.message);
            statement.executeUpdate();
        }
    }
}
