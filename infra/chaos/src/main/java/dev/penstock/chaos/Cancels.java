package dev.penstock.chaos;

import java.util.Arrays;

/**
 * How long it took from asking to cancel a task until its call at the provider had ended.
 *
 * @param asked tasks that were cancelled while their calls were under way
 * @param ended those whose calls ended because of it
 * @param p50Millis of these, as are the others
 */
public record Cancels(int asked, int ended, long p50Millis, long p99Millis, long maxMillis) {
    public static final Cancels NONE = new Cancels(0, 0, 0, 0, 0);

    /** Within which a cancel has to reach the provider. */
    static final long LIMIT_MILLIS = 2_000;

    public boolean holds() {
        return maxMillis < LIMIT_MILLIS;
    }

    static Cancels of(int asked, long[] millis) {
        if (millis.length == 0) {
            return new Cancels(asked, 0, 0, 0, 0);
        }
        long[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Cancels(
                asked,
                sorted.length,
                sorted[(sorted.length - 1) / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                sorted[sorted.length - 1]);
    }
}
