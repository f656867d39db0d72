package dev.penstock.chaos;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How long it took from asking to cancel a task until its call at the provider had ended, and how far it was on the way. All are measured from
 * asking.
 *
 * @param asked tasks that were cancelled while their calls were under way
 * @param ended those whose calls ended because of it
 * @param logged until the request for it was on the log
 * @param brokenOff until the worker had broken the call off, by the worker's record
 * @param gone until the call had ended at the provider, by the provider's journal
 * @param decided until the engine's word could be read, whether the call had ended before or not
 */
public record Cancels(int asked, int ended, Spread logged, Spread brokenOff, Spread gone, Spread decided) {
    /** Within which a cancel has to reach the provider. */
    static final long LIMIT_MILLIS = 2_000;

    /** Times in milliseconds; all 0 where there are none. */
    public record Spread(long p50, long p99, long max) {
        static Spread of(LongStream millis) {
            long[] sorted = millis.toArray();
            Arrays.sort(sorted);
            return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1));
        }

        private static long quantile(long[] sorted, double part) {
            return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
        }

        @Override
        public String toString() {
            return "p50 %,d, p99 %,d, at most %,d ms".formatted(p50, p99, max);
        }
    }

    public boolean holds() {
        return gone.max() < LIMIT_MILLIS;
    }
}
