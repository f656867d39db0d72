package dev.penstock.audit.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** {@code campaigns}: a campaign's last progress; it begins anew with the first one after its end. */
final class CampaignTable implements RowTable {
    private static final String SELECT = """
      SELECT tenant, campaign, 0::int8, state, total, succeeded, failed, cancelled, cost_micros,
        round(extract(epoch FROM started_at) * 1000)::int8 AS started_at, round(extract(epoch FROM ended_at) * 1000)::int8 AS ended_at,
        cancel_reason, event_seq, event_offset
      FROM campaigns WHERE tenant = ANY (?)
      """;

    private static final String RUNNING = "RUNNING";

    private static final class Campaign extends Row {
        private String state = RUNNING;
        private CampaignProgressed last = CampaignProgressed.getDefaultInstance();
        private long startedAt;
        private long endedAt;
        private @Nullable String cancelReason;
        private long seq;

        void apply(Event e) {
            long at = Columns.bounded(e.getAtMillis());
            if (startedAt == 0 || endedAt != 0) {
                startedAt = at;
                cancelReason = null;
                endedAt = 0;
            }
            if (e.hasCampaignCancelled()) {
                cancelReason = Columns.clean(e.getCampaignCancelled().getReason());
            } else {
                last = e.getCampaignProgressed();
                state = last.getState().toUpperCase(Locale.ROOT);
                endedAt = state.equals(RUNNING) ? 0 : at;
            }
            seq = e.getSeq();
        }

        @Override
        Columns columns() {
            return new Columns()
                    .text("state", state)
                    .number("total", last.getTotal())
                    .number("succeeded", last.getSucceeded())
                    .number("failed", last.getFailed())
                    .number("cancelled", last.getCancelled())
                    .number("cost_micros", last.getCostMicros())
                    .time("started_at", startedAt)
                    .time("ended_at", endedAt)
                    .text("cancel_reason", cancelReason)
                    .number("event_seq", seq)
                    .number("event_offset", offset);
        }
    }

    @Override
    public String name() {
        return "campaigns";
    }

    @Override
    public String select() {
        return SELECT;
    }

    /** No event says that a campaign has only begun. */
    @Override
    public boolean tellsBeginnings() {
        return false;
    }

    @Override
    public void fold(ConsumerRecord<byte[], byte[]> record, Rows rows) throws InvalidProtocolBufferException {
        Event event = Event.parseFrom(record.value() == null ? new byte[0] : record.value());
        String campaign = event.hasCampaignProgressed()
                ? event.getCampaignProgressed().getCampaign()
                : event.getCampaignCancelled().getCampaign();
        if (campaign.isEmpty() || !TaskTable.isTenant(event.getTenant())) {
            return;
        }
        RowKey key = new RowKey(event.getTenant(), Columns.clean(campaign), 0);
        Campaign row = rows.at(key, record.offset(), Campaign.class, k -> new Campaign());
        if (row != null) {
            row.apply(event);
        }
    }
}
