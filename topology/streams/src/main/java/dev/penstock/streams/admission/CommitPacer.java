package dev.penstock.streams.admission;

/**
 * Decides when a transaction ends early. What a transaction holds is invisible until it commits, so an idle system commits as soon as
 * something has happened; but each commit costs a round trip and a marker on every partition written to, as much as some dozens of
 * commands. So the busier the thread is the longer it waits between early commits, and the more so the further it is behind: what already
 * waited that long loses little by it. In the end the commit interval comes first anyway. One for all tasks of a stream thread, which commit
 * together; used by that thread only.
 */
final class CommitPacer {
    /** Least time between two early commits when idle. */
    static final long GAP_MILLIS = 10;

    /** The load is judged by the commands of this time and the one before it. */
    static final long WINDOW_MILLIS = 100;

    /** So many commands in a window lengthen the gap by a millisecond: at 10,000 a second it is 110 ms. */
    static final int COMMANDS_PER_MILLI = 10;

    /** So many milliseconds of lag lengthen the gap by one. */
    static final int LAG_PER_MILLI = 4;

    private long windowStart;
    private int current;
    private int previous;
    private long lag;
    private long lastCommit;
    private long commits;

    /**
     * Counts one command.
     *
     * @param lagMillis how long ago the command was written
     */
    void processed(long nowMillis, long lagMillis) {
        roll(nowMillis);
        current++;
        lag = lagMillis;
    }

    /** How many early commits were asked for so far: what was written before the last of them is on its way. */
    long commits() {
        return commits;
    }

    /** Whether to commit early now; counts as done when it says yes. */
    boolean tryCommit(long nowMillis) {
        roll(nowMillis);
        long gap = GAP_MILLIS + Math.max(current, previous) / COMMANDS_PER_MILLI + Math.max(0, lag) / LAG_PER_MILLI;
        boolean early = Math.abs(nowMillis - lastCommit) >= gap;
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
        if (previous == 0) {
            lag = 0;
        }
        windowStart = nowMillis;
    }
}
