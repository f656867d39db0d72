package dev.penstock.audit.documents;

import java.util.Locale;

/** The collections of a tenant's database whose documents last. What agents are making expires after a day, and is not judged. */
enum Kind {
    /** A finished output, by its task. */
    DELIVERABLES("deliverable"),
    /** An event without its output, by its sequence number. */
    TASK_EVENTS("event");

    private final String one;

    Kind(String one) {
        this.one = one;
    }

    String collection() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What one of its documents is called. */
    String one() {
        return one;
    }
}
