package dev.penstock.admission.row;

import dev.penstock.admission.CampaignCounts;
import dev.penstock.admission.CampaignState;

/**
 * A campaign that runs.
 *
 * @param run told apart from other runs under the same name by the tenant's event that began it
 * @param cancelReason why somebody wants it stopped; empty while nobody does
 */
public record CampaignRow(long run, CampaignCounts counts, String cancelReason) {
    public static CampaignRow begun(long run) {
        return new CampaignRow(run, CampaignCounts.NONE, "");
    }

    public boolean cancelled() {
        return !cancelReason.isEmpty();
    }

    public CampaignState state() {
        if (counts.open() > 0) {
            return CampaignState.RUNNING;
        }
        if (cancelled()) {
            return CampaignState.CANCELLED;
        }
        return counts.succeeded() == counts.total() ? CampaignState.SUCCEEDED : CampaignState.FAILED;
    }

    public CampaignRow accepted() {
        return with(1, 0, 0, 0, 0);
    }

    public CampaignRow ended(TaskState how) {
        return switch (how) {
            case SUCCEEDED -> with(0, 1, 0, 0, 0);
            case DEAD, EXPIRED -> with(0, 0, 1, 0, 0);
            case CANCELLED -> with(0, 0, 0, 1, 0);
            case WAITING, QUEUED, GRANTED, RUNNING ->
                throw new IllegalArgumentException("Expected an end, but got " + how);
        };
    }

    /** One that was dead is tried again. */
    public CampaignRow replayed() {
        return with(0, 0, -1, 0, 0);
    }

    public CampaignRow charged(long micros) {
        return with(0, 0, 0, 0, micros);
    }

    public CampaignRow cancel(String reason) {
        return new CampaignRow(run, counts, reason);
    }

    private CampaignRow with(int total, int succeeded, int failed, int cancelled, long micros) {
        return new CampaignRow(
                run,
                new CampaignCounts(
                        counts.total() + total,
                        counts.succeeded() + succeeded,
                        counts.failed() + failed,
                        counts.cancelled() + cancelled,
                        Math.max(0, counts.costMicros() + micros)),
                cancelReason);
    }
}
