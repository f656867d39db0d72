package dev.penstock.projections;

import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run of a campaign's events does to its row. Progress replaces the figures; its own times and the wish to stop it stay until it begins anew. */
final class CampaignChange {
    /** The state of a campaign that has not ended, in rows. */
    static final String RUNNING = "RUNNING";

    /** The key of a row. */
    record Key(String tenant, String campaign) {}

    final Key key;
    String state = RUNNING;

    /** 0 while no progress is in it: then the row's figures stay. */
    int total;

    int succeeded;
    int failed;
    int cancelled;
    long costMicros;

    /** When it began, should the row not know or have ended. */
    long startedAtMillis;

    /** Whether it ended and began anew within this run of events. */
    boolean begunAnew;

    long endedAtMillis;

    @Nullable
    String cancelReason;

    long seq;
    long offset;

    CampaignChange(Key key) {
        this.key = key;
    }

    /** The campaign that an event is about as a whole; empty for every other event. */
    static String campaign(Event event) {
        if (event.hasCampaignProgressed()) {
            return event.getCampaignProgressed().getCampaign();
        }
        return event.hasCampaignCancelled() ? event.getCampaignCancelled().getCampaign() : "";
    }

    /** Folds in the next of the campaign's events. */
    void apply(Event event, long eventOffset) {
        long at = Times.bounded(event.getAtMillis());
        if (event.hasCampaignProgressed()) {
            progressed(event.getCampaignProgressed(), at);
        } else {
            cancelReason = Texts.clean(event.getCampaignCancelled().getReason());
        }
        if (startedAtMillis == 0) {
            startedAtMillis = at;
        }
        seq = event.getSeq();
        offset = eventOffset;
    }

    private void progressed(CampaignProgressed progress, long at) {
        if (endedAtMillis != 0) {
            begunAnew = true;
            startedAtMillis = at;
            cancelReason = null;
        }
        state = progress.getState().toUpperCase(Locale.ROOT);
        total = progress.getTotal();
        succeeded = progress.getSucceeded();
        failed = progress.getFailed();
        cancelled = progress.getCancelled();
        costMicros = progress.getCostMicros();
        endedAtMillis = state.equals(RUNNING) ? 0 : at;
    }
}
