package dev.penstock.simulation.measure;

import java.util.Arrays;

/** Waits in milliseconds, each of them kept, so that percentiles are exact. */
public final class Waits {
    private long[] values = new long[8];
    private int count;
    private boolean sorted = true;

    public void add(long millis) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = millis;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /** The least value that a share {@code q} of all stays at or under; 0 when there is none. */
    public long percentile(double q) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        return values[(int) Math.max(0, Math.ceil(q * count) - 1)];
    }

    public double mean() {
        return count == 0 ? 0 : Arrays.stream(values, 0, count).average().orElse(0);
    }
}
