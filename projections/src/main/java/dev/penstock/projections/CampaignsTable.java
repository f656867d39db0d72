package dev.penstock.projections;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** {@code campaigns}, as the projector writes it. A change that begins on a row that had ended begins the campaign anew. */
final class CampaignsTable {
    private static final String UPSERT = """
      INSERT INTO campaigns AS t (tenant, campaign, state, total, succeeded, failed, cancelled, cost_micros, started_at, ended_at, cancel_reason,
        event_seq, event_offset)
      SELECT tenant, campaign, state, total, succeeded, failed, cancelled, cost_micros, to_timestamp(started_at::float8 / 1000),
        to_timestamp(NULLIF(ended_at, 0)::float8 / 1000), cancel_reason, event_seq, event_offset
      FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::text[],
        ?::int8[], ?::int8[])
        AS c (tenant, campaign, state, total, succeeded, failed, cancelled, cost_micros, started_at, ended_at, cancel_reason, event_seq,
        event_offset)
      ON CONFLICT (tenant, campaign) DO UPDATE SET
        state = CASE WHEN excluded.total = 0 THEN t.state ELSE excluded.state END,
        total = CASE WHEN excluded.total = 0 THEN t.total ELSE excluded.total END,
        succeeded = CASE WHEN excluded.total = 0 THEN t.succeeded ELSE excluded.succeeded END,
        failed = CASE WHEN excluded.total = 0 THEN t.failed ELSE excluded.failed END,
        cancelled = CASE WHEN excluded.total = 0 THEN t.cancelled ELSE excluded.cancelled END,
        cost_micros = CASE WHEN excluded.total = 0 THEN t.cost_micros ELSE excluded.cost_micros END,
        started_at = CASE WHEN %1$s THEN excluded.started_at ELSE t.started_at END,
        ended_at = excluded.ended_at,
        cancel_reason = CASE WHEN %1$s THEN excluded.cancel_reason ELSE COALESCE(excluded.cancel_reason, t.cancel_reason) END,
        event_seq = excluded.event_seq,
        event_offset = excluded.event_offset
      WHERE t.event_offset < excluded.event_offset
      """;

    private CampaignsTable() {}

    static void upsert(Connection connection, List<CampaignChange> changes) throws SQLException {
        write(connection, changes.stream().filter(c -> !c.begunAnew).toList(), "t.ended_at IS NOT NULL");
        write(connection, changes.stream().filter(c -> c.begunAnew).toList(), "true");
    }

    private static void write(Connection connection, List<CampaignChange> changes, String anew) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(UPSERT.formatted(anew))) {
            new Columns<>(connection, statement, changes)
                    .text(c -> c.key.tenant())
                    .text(c -> c.key.campaign())
                    .text(c -> c.state)
                    .number(c -> c.total)
                    .number(c -> c.succeeded)
                    .number(c -> c.failed)
                    .number(c -> c.cancelled)
                    .number(c -> c.costMicros)
                    .number(c -> c.startedAtMillis)
                    .number(c -> c.endedAtMillis)
                    .text(c -> c.cancelReason)
                    .number(c -> c.seq)
                    .number(c -> c.offset);
            statement.executeUpdate();
        }
    }
}
