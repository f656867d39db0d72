package dev.penstock.admission.index;

/**
 * How long it lately took from one grant to the next while tasks were waiting: the mean of a period that goes on and of the one before it. Kept in
 * memory only: it tells people when a task is likely to start, and no decision depends on it.
 */
final class Pace {
    /** A period goes on until it is as long as this: a change of pace shows in part at once, and wholly within twice as long. */
    static final long PERIOD_MILLIS = 900_000;

    /** And until so much was seen in it, so that chance evens out: a mean of so many intervals is off by about a tenth. */
    static final int PERIOD_SIZE = 64;

    private static final long NEVER = -1;

    private long lastAt = NEVER;
    private long millis;
    private long millisBefore;
    private int intervals;
    private int intervalsBefore;

    /** @param waiting whether something still waits after this grant */
    void granted(long now, boolean waiting) {
        if (lastAt != NEVER) {
            learn(now - lastAt);
        }
        lastAt = waiting ? now : NEVER;
    }

    private void learn(long took) {
        if (millis >= PERIOD_MILLIS && intervals >= PERIOD_SIZE) {
            millisBefore = millis;
            intervalsBefore = intervals;
            millis = 0;
            intervals = 0;
        }
        millis += took;
        intervals++;
    }

    /** How many intervals it is a mean of. */
    int intervals() {
        return intervals + intervalsBefore;
    }

    /** The mean; undefined where there was no interval. */
    double millis() {
        return (double) (millis + millisBefore) / intervals();
    }

    /** When the last grant was made, {@code otherwise} if nothing was waiting since. */
    long lastAt(long otherwise) {
        return lastAt == NEVER ? otherwise : lastAt;
    }
}
