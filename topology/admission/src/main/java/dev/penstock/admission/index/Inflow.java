package dev.penstock.admission.index;

import dev.penstock.admission.Tier;
import java.util.Arrays;
import java.util.List;

/** How fast tasks of each tier come into a lane, as moving means. Kept in memory only, as {@link Pace} is and for the same. */
final class Inflow {
    /** A new arrival moves the means by one part in so many, fewer at first. */
    private static final int INERTIA = 128;

    private static final long NEVER = -1;

    private final double[] shares = new double[Tier.values().length];
    private long lastAt = NEVER;
    private int seen;
    private double interval;

    void arrived(Tier tier, long now) {
        if (lastAt != NEVER) {
            seen = Math.min(INERTIA, seen + 1);
            interval += (now - lastAt - interval) / seen;
            for (int i = 0; i < shares.length; i++) {
                shares[i] += ((i == tier.ordinal() ? 1 : 0) - shares[i]) / seen;
            }
        }
        lastAt = now;
    }

    /** Tasks a millisecond of each tier, by its order; all 0 when nothing tells. */
    List<Double> perMilli() {
        return Arrays.stream(shares)
                .map(share -> share / Math.max(1, interval))
                .boxed()
                .toList();
    }
}
