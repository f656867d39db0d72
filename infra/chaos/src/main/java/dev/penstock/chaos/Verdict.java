package dev.penstock.chaos;

/** What a run has shown. */
public enum Verdict {
    /** Everything is accounted for. */
    CLEAN,
    /** Something is lost, doubled or not accounted for, or did not end in time. */
    VIOLATED,
    /** It proves nothing: fewer than two kills are evidenced, or under half of the tasks were taken. */
    INVALID
}
