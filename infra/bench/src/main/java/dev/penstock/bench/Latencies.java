package dev.penstock.bench;

import java.util.Arrays;

/** Latencies in milliseconds, up to a day each, exact to the millisecond under {@value #EXACT} and to 1 % above. Not thread-safe. */
final class Latencies {
    private static final int EXACT = 10_000;
    private static final int COARSE = 1_700;

    private final long[] exact = new long[EXACT];
    private final long[] coarse = new long[COARSE];
    private long count;

    void add(long millis) {
        if (millis < EXACT) {
            exact[(int) Math.max(0, millis)]++;
        } else {
            coarse[Math.min(COARSE - 1, (int) (Math.log((double) millis / EXACT) / Math.log(1.01)))]++;
        }
        count++;
    }

    long count() {
        return count;
    }

    /** The latency that a share {@code q} of all stays at or under; -1 when there is none. */
    long percentile(double q) {
        long rank = (long) Math.ceil(q * count);
        if (count == 0) {
            return -1;
        }
        long seen = 0;
        for (int i = 0; i < EXACT; i++) {
            seen += exact[i];
            if (seen >= rank) {
                return i;
            }
        }
        for (int i = 0; i < COARSE; i++) {
            seen += coarse[i];
            if (seen >= rank) {
                return (long) (EXACT * Math.pow(1.01, i + 1.0));
            }
        }
        throw new IllegalStateException("Counted " + count + " latencies but found "
                + Arrays.stream(coarse).sum());
    }
}
