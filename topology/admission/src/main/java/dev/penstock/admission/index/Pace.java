package dev.penstock.admission.index;

/**
 * How long it lately took from one grant to the next while tasks were waiting, as a moving mean. Kept in memory only: it tells people when a task is
 * likely to start, and no decision depends on it.
 */
final class Pace {
    /** A new interval moves the mean by one part in so many, fewer at first. */
    private static final int INERTIA = 128;

    private static final long NEVER = -1;

    private long lastAt = NEVER;
    private int seen;
    private double mean;

    /** @param waiting whether something still waits after this grant */
    void granted(long now, boolean waiting) {
        if (lastAt != NEVER) {
            learn(now - lastAt);
        }
        lastAt = waiting ? now : NEVER;
    }

    /** Something that took so long. */
    void learn(long millis) {
        seen = Math.min(INERTIA, seen + 1);
        mean += (millis - mean) / seen;
    }

    boolean known() {
        return seen > 0;
    }

    double millis() {
        return mean;
    }

    /** When the last grant was made, {@code otherwise} if nothing was waiting since. */
    long lastAt(long otherwise) {
        return lastAt == NEVER ? otherwise : lastAt;
    }
}
