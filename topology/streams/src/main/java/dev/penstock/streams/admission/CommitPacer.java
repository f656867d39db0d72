package dev.penstock.streams.admission;

/**
 * Decides when a transaction ends early. What a transaction holds is invisible until it commits, so an idle system commits as soon as a grant has
 * been made; a busy one leaves it to the commit interval, since each commit costs a round trip and a marker on every partition written to. One
 * for all tasks of a stream thread, which commit together; used by that thread only.
 */
final class CommitPacer {
    /** Least time between two early commits. */
    static final long GAP_MILLIS = 10;

    /** Over this many commands in {@link #WINDOW_MILLIS} the thread is busy: 5,000 commands a second. */
    static final int BUSY_COMMANDS = 250;

    static final long WINDOW_MILLIS = 50;

    private long windowStart;
    private int current;
    private int previous;
    private long lastCommit;
    private long commits;

    /** Counts one command. */
    void processed(long nowMillis) {
        roll(nowMillis);
        current++;
    }

    /** How many early commits were asked for so far: what was written before the last of them is on its way. */
    long commits() {
        return commits;
    }

    /** Whether to commit early now; counts as done when it says yes. */
    boolean tryCommit(long nowMillis) {
        roll(nowMillis);
        boolean early = Math.max(current, previous) <= BUSY_COMMANDS && Math.abs(nowMillis - lastCommit) >= GAP_MILLIS;
        if (early) {
            lastCommit = nowMillis;
            commits++;
        }
        return early;
    }

    private void roll(long nowMillis) {
        long age = nowMillis - windowStart;
        if (age >= 0 && age < WINDOW_MILLIS) {
            return;
        }
        previous = age >= 0 && age < 2 * WINDOW_MILLIS ? current : 0;
        current = 0;
        windowStart = nowMillis;
    }
}
