package dev.penstock.simulation.world;

/** How often each value came: exact below 64, in 32 steps per doubling above, which is to 3 %. Merging is exact. */
public final class Histogram {
    private static final int STEP_BITS = 5;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int EXACT = 2 * STEPS;
    private static final int BUCKETS = (Long.SIZE - STEP_BITS) * STEPS;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long max;

    /** @param value not negative */
    public void add(long value) {
        add(value, 1);
    }

    /** @param times not negative */
    public void add(long value, long times) {
        if (times == 0) {
            return;
        }
        counts[bucket(value)] += times;
        count += times;
        max = Math.max(max, value);
    }

    public void merge(Histogram other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        max = Math.max(max, other.max);
    }

    public long count() {
        return count;
    }

    /** The greatest value, 0 when there is none. */
    public long max() {
        return max;
    }

    /** The value that a share {@code q} of all stays at or under, at most 3 % too high; 0 when there is none. */
    public long percentile(double q) {
        long rank = Math.max(1, (long) Math.ceil(q * count));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(max, highest(i));
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        if (value < EXACT) {
            return (int) value;
        }
        int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
        return doublings * STEPS + (int) (value >>> doublings);
    }

    private static long highest(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int doublings = bucket / STEPS - 1;
        return ((bucket % STEPS + STEPS + 1L) << doublings) - 1;
    }
}
