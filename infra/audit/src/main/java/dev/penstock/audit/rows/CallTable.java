package dev.penstock.audit.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.LlmCall;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** {@code llm_calls}: a call's two records make one row, each of them once or more often. */
final class CallTable implements RowTable {
    private static final String SELECT = """
      SELECT tenant, call_id::text, round(extract(epoch FROM started_at) * 1000)::int8, task_id::text AS task_id, attempt, role, provider,
        model, status, reserved_micros, input_tokens, output_tokens, cost_micros, latency_millis, first_token_millis, http_status, message
      FROM llm_calls WHERE tenant = ANY (?)
      """;

    private static final String STARTED = "started";

    private static final class Call extends Row {
        private final LlmCall first;
        private long reserved;
        private @Nullable CallFinished end;

        Call(LlmCall first) {
            // A record may hold much that no row shows.
            this.first = first.toBuilder().clearPhase().build();
        }

        @Override
        Columns columns() {
            CallFinished told = end == null ? CallFinished.getDefaultInstance() : end;
            return new Columns()
                    .text("task_id", TaskTable.canonical(first.getTaskId()))
                    .number("attempt", first.getAttempt())
                    .text("role", Columns.clean(first.getRole()))
                    .text("provider", Columns.clean(first.getProvider()))
                    .text("model", Columns.clean(first.getModel()))
                    .text("status", status())
                    .number("reserved_micros", reserved)
                    .number("input_tokens", told.getUsage().getInputTokens())
                    .number("output_tokens", told.getUsage().getOutputTokens())
                    .number("cost_micros", told.getUsage().getCostMicros())
                    .text("latency_millis", end == null ? null : Long.toString(told.getLatencyMillis()))
                    .time("first_token_millis", told.getFirstTokenMillis())
                    .time("http_status", told.getHttpStatus())
                    .text("message", told.getMessage().isEmpty() ? null : Columns.clean(told.getMessage()));
        }

        private String status() {
            if (end == null) {
                return STARTED;
            }
            String how = Columns.clean(end.getStatus());
            return how.isEmpty() || how.equals(STARTED) ? "unknown" : how;
        }
    }

    @Override
    public String name() {
        return "llm_calls";
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
        LlmCall call = LlmCall.parseFrom(record.value() == null ? new byte[0] : record.value());
        if (call.getPhaseCase() == LlmCall.PhaseCase.PHASE_NOT_SET
                || !TaskTable.isTenant(call.getTenant())
                || !TaskTable.isId(call.getCallId())
                || !TaskTable.isId(call.getTaskId())) {
            return;
        }
        RowKey key = new RowKey(
                call.getTenant(), TaskTable.canonical(call.getCallId()), Columns.bounded(call.getStartedAtMillis()));
        Call row = rows.at(key, record.offset(), Call.class, k -> new Call(call));
        if (row == null) {
            return;
        }
        if (call.hasStarted()) {
            row.begun = true;
            row.reserved = Math.max(row.reserved, call.getStarted().getReservedMicros());
        } else {
            row.end = call.getFinished();
        }
    }
}
