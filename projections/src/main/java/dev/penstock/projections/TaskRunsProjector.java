package dev.penstock.projections;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * {@code penstock.events} to {@code task_runs} and {@code campaigns}: the events of a task, or of a campaign, in a batch become one change of its
 * row. Both are written together, so a campaign's figures always fit its tasks.
 */
final class TaskRunsProjector implements Projection {
    private final String name;

    TaskRunsProjector() {
        this("task_runs");
    }

    /** One with offsets of its own under {@code name}. */
    TaskRunsProjector(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String topic() {
        return Topics.EVENTS;
    }

    @Override
    public Fold begin() {
        return new Fold();
    }

    /** The changes of one batch. */
    static final class Fold implements Rows {
        private final Map<TaskRunChange.Key, TaskRunChange> changes = new LinkedHashMap<>();
        private final Map<CampaignChange.Key, CampaignChange> campaigns = new LinkedHashMap<>();

        @Override
        public void add(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
            try {
                add(Event.parseFrom(record.value()), record.offset());
            } catch (InvalidProtocolBufferException | NullPointerException e) {
                throw new MalformedRecordException("Not an Event: " + e.getMessage(), e);
            }
        }

        void add(Event event, long offset) throws MalformedRecordException {
            String campaign = CampaignChange.campaign(event);
            if (!campaign.isEmpty()) {
                campaigns
                        .computeIfAbsent(
                                new CampaignChange.Key(Texts.tenant(event.getTenant()), Texts.clean(campaign)),
                                CampaignChange::new)
                        .apply(event, offset);
                return;
            }
            if (!TaskRunChange.shows(event)) {
                return;
            }
            TaskRef task = event.getTask();
            // A rejected task was never accepted; its row is dated by the refusal.
            long acceptedAt = event.hasRejected() ? event.getAtMillis() : task.getAcceptedAtMillis();
            TaskRunChange.Key key = new TaskRunChange.Key(
                    Texts.tenant(event.getTenant()),
                    Texts.uuid("task_id", task.getTaskId()),
                    Times.bounded(acceptedAt));
            changes.computeIfAbsent(key, k -> new TaskRunChange(k, task)).apply(event, offset);
        }

        List<TaskRunChange> changes() {
            return List.copyOf(changes.values());
        }

        List<CampaignChange> campaigns() {
            return List.copyOf(campaigns.values());
        }

        @Override
        public int count() {
            return changes.size() + campaigns.size();
        }

        @Override
        public Collection<Long> times() {
            return changes.keySet().stream()
                    .map(TaskRunChange.Key::acceptedAtMillis)
                    .toList();
        }

        @Override
        public void write(Connection connection) throws SQLException {
            if (!changes.isEmpty()) {
                TaskRunsTable.upsert(connection, changes());
            }
            if (!campaigns.isEmpty()) {
                CampaignsTable.upsert(connection, campaigns());
            }
        }
    }
}
