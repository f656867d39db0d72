package dev.penstock.admission;

/** How urgent a task is; lanes serve them in this order. */
public enum Tier {
    /** Priority 1. */
    URGENT,
    /** Priority 5. */
    NORMAL,
    /** Priority 10. */
    BATCH
}
