package dev.penstock.admission;

/**
 * What became of a campaign's tasks so far, the planner included.
 *
 * @param failed dead or expired
 * @param costMicros what their attempts have cost, in micro-dollars, unknown ones at their estimates
 */
public record CampaignCounts(int total, int succeeded, int failed, int cancelled, long costMicros) {
    public static final CampaignCounts NONE = new CampaignCounts(0, 0, 0, 0, 0);

    public int open() {
        return total - succeeded - failed - cancelled;
    }
}
