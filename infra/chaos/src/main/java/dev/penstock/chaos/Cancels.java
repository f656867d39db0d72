package dev.penstock.chaos;

import java.util.Arrays;

/**
 * How long it took from asking to cancel a task until its call at the provider had ended.
 *
 * @param asked tasks that were cancelled while their calls were under way
 * @param ended those whose calls ended because of it
 * @param p50Millis of these, as are the others
 * @param loggedP50Millis the part of it before the request for it was on the log
 * @param decidedP50Millis until the engine's word could be read, whether the call had ended before or not
 */
public record Cancels(
        int asked,
        int ended,
        long p50Millis,
        long p99Millis,
        long maxMillis,
        long loggedP50Millis,
        long loggedMaxMillis,
        long decidedP50Millis,
        long decidedMaxMillis) {

    /** Within which a cancel has to reach the provider. */
    static final long LIMIT_MILLIS = 2_000;

    public boolean holds() {
        return maxMillis < LIMIT_MILLIS;
    }

    /**
     * @param millis until the call's end, of each that ended
     * @param logged until the log had it
     * @param decided until the engine's word could be read
     */
    static Cancels of(int asked, long[] millis, long[] logged, long[] decided) {
        long[] sorted = sorted(millis);
        long[] before = sorted(logged);
        long[] word = sorted(decided);
        return new Cancels(
                asked,
                sorted.length,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                quantile(before, 0.5),
                quantile(before, 1),
                quantile(word, 0.5),
                quantile(word, 1));
    }

    private static long[] sorted(long[] millis) {
        long[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static long quantile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
    }
}
