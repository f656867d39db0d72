package dev.penstock.admission;

/** How a campaign stands. */
public enum CampaignState {
    /** Tasks of it are open. */
    RUNNING,
    /** All its tasks have succeeded. */
    SUCCEEDED,
    /** All have ended, not all with success. */
    FAILED,
    /** Somebody wanted it stopped, and all have ended. */
    CANCELLED
}
