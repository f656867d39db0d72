package dev.penstock.audit.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.Event;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code task_runs}. */
final class TaskTable implements RowTable {
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final String SELECT = """
      SELECT tenant, task_id::text, round(extract(epoch FROM accepted_at) * 1000)::int8, role, tier, campaign, state, attempt, max_attempts,
        (SELECT coalesce(string_agg(key || '=' || value, ', ' ORDER BY key COLLATE "C"), '') FROM jsonb_each_text(labels)) AS labels,
        round(extract(epoch FROM granted_at) * 1000)::int8 AS granted_at, round(extract(epoch FROM started_at) * 1000)::int8 AS started_at,
        round(extract(epoch FROM ended_at) * 1000)::int8 AS ended_at, worker_id, cause, message, output, input_tokens, output_tokens,
        cost_micros, encode(request_hash, 'hex') AS request_hash, estimate_micros, replays, replay_refusals, replay_refusal, event_seq,
        event_offset, planner_id::text AS planner_id, name, array_to_string(after, ',') AS after, counts::text AS counts
      FROM task_runs WHERE tenant = ANY (?)
      """;

    @Override
    public String name() {
        return "task_runs";
    }

    @Override
    public String select() {
        return SELECT;
    }

    @Override
    public boolean tellsBeginnings() {
        return true;
    }

    @Override
    public void fold(ConsumerRecord<byte[], byte[]> record, Rows rows) throws InvalidProtocolBufferException {
        Event event = Event.parseFrom(record.value() == null ? new byte[0] : record.value());
        if (!TaskRow.shows(event)
                || !isTenant(event.getTenant())
                || !isId(event.getTask().getTaskId())) {
            return;
        }
        long at = event.hasRejected() ? event.getAtMillis() : event.getTask().getAcceptedAtMillis();
        RowKey key = new RowKey(event.getTenant(), canonical(event.getTask().getTaskId()), Columns.bounded(at));
        // A refused replay of a task that has no row makes none.
        if (event.hasResultRejected() && !rows.has(key)) {
            return;
        }
        TaskRow row = rows.at(key, record.offset(), TaskRow.class, k -> new TaskRow(event.getTask()));
        if (row != null) {
            row.apply(event);
        }
    }

    static boolean isTenant(String tenant) {
        return !tenant.isEmpty() && tenant.length() <= Limits.MAX_TENANT_CHARS && tenant.indexOf('\0') < 0;
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** As PostgreSQL writes it. */
    static String canonical(String id) {
        return UUID.fromString(id).toString();
    }
}
