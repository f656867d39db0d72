package dev.penstock.projections;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.LlmCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code penstock.llm-calls} to {@code llm_calls}: a call's two records become one row. */
final class LlmCallsProjector implements Projection {
    private final String name;

    LlmCallsProjector() {
        this("llm_calls");
    }

    /** One with offsets of its own under {@code name}. */
    LlmCallsProjector(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String topic() {
        return Topics.LLM_CALLS;
    }

    @Override
    public Fold begin() {
        return new Fold();
    }

    /** The changes of one batch. */
    static final class Fold implements Rows {
        private final Map<LlmCallChange.Key, LlmCallChange> changes = new LinkedHashMap<>();

        @Override
        public void add(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
            try {
                add(LlmCall.parseFrom(record.value()));
            } catch (InvalidProtocolBufferException | NullPointerException e) {
                throw new MalformedRecordException("Not an LlmCall: " + e.getMessage(), e);
            }
        }

        void add(LlmCall call) throws MalformedRecordException {
            if (call.getPhaseCase() == LlmCall.PhaseCase.PHASE_NOT_SET) {
                return;
            }
            LlmCallChange.Key key = new LlmCallChange.Key(
                    Texts.tenant(call.getTenant()),
                    Texts.uuid("call_id", call.getCallId()),
                    Times.bounded(call.getStartedAtMillis()));
            String taskId = Texts.uuid("task_id", call.getTaskId());
            changes.computeIfAbsent(key, k -> new LlmCallChange(k, taskId, call))
                    .apply(call);
        }

        List<LlmCallChange> changes() {
            return List.copyOf(changes.values());
        }

        @Override
        public int count() {
            return changes.size();
        }

        @Override
        public Collection<Long> times() {
            return changes.keySet().stream()
                    .map(LlmCallChange.Key::startedAtMillis)
                    .toList();
        }

        @Override
        public void write(Connection connection) throws SQLException {
            LlmCallsTable.upsert(connection, changes());
        }
    }
}
