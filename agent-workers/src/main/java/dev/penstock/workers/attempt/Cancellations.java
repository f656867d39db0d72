package dev.penstock.workers.attempt;

import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.Dispatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process was told is to be cancelled; the latest only. A grant is meant if the command was written after it: on the log a task is
 * granted anew after its cancellation only where that had found it over, and it was replayed. Safe for many threads.
 */
final class Cancellations {
    /** Remembered for dispatches that arrive later: far more than are under way to one worker. */
    static final int MAX = 16_384;

    private final Map<Subject, Long> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Long> eldest) {
            return size() > MAX;
        }
    };

    /** A task, or a campaign when {@code task} is empty. */
    private record Subject(String tenant, String task, String campaign) {
        static Subject task(String tenant, String task) {
            return new Subject(tenant, task, "");
        }

        static Subject campaign(String tenant, String campaign) {
            return new Subject(tenant, "", campaign);
        }
    }

    synchronized void add(CancelNotice notice) {
        Subject subject = notice.getTaskId().isEmpty()
                ? Subject.campaign(notice.getTenant(), notice.getCampaign())
                : Subject.task(notice.getTenant(), notice.getTaskId());
        latest.merge(subject, notice.getAtMillis(), Math::max);
    }

    /** Whether a grant's task, or its campaign, is to be cancelled. */
    synchronized boolean mean(Dispatch dispatch) {
        String tenant = dispatch.getTenant();
        return isMeant(dispatch, Subject.task(tenant, dispatch.getTaskId()))
                || !dispatch.getCampaign().isEmpty()
                        && isMeant(dispatch, Subject.campaign(tenant, dispatch.getCampaign()));
    }

    synchronized int size() {
        return latest.size();
    }

    private boolean isMeant(Dispatch dispatch, Subject subject) {
        Long at = latest.get(subject);
        return at != null && dispatch.getGrantedAtMillis() <= at;
    }
}
