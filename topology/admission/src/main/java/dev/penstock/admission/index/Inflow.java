package dev.penstock.admission.index;

import dev.penstock.admission.Tier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How fast tasks of each tier lately came into a lane, and how fast some came back: over a period that goes on and the one before it, as {@link Pace} has
 * them. Kept in memory only, as that is and for the same.
 */
final class Inflow {
    /** What was seen in less time than this is taken as what comes in so much: a batch that is handed in at once is no flood that goes on. */
    private static final long LEAST_MILLIS = 60_000;

    private static final int TIERS = Tier.values().length;

    /** Where what came back is counted, behind what came in. */
    private static final int BACK = TIERS;

    /** Where the period before is counted, behind the one that goes on. */
    private static final int BEFORE = 2 * TIERS;

    private static final long NEVER = -1;

    private final int[] counts = new int[2 * BEFORE];
    private int inPeriod;
    private long since = NEVER;
    private long sinceBefore = NEVER;

    /** A task was accepted. The first one tells nothing of how fast others follow. */
    void arrived(Tier tier, long now) {
        if (since == NEVER) {
            since = now;
            sinceBefore = now;
        } else {
            count(tier.ordinal(), now);
        }
    }

    /** A task that was granted before is queued again, at its place before later ones. */
    void cameBack(Tier tier, long now) {
        if (since != NEVER) {
            count(BACK + tier.ordinal(), now);
        }
    }

    private void count(int what, long now) {
        if (now - since >= Pace.PERIOD_MILLIS && inPeriod >= Pace.PERIOD_SIZE) {
            System.arraycopy(counts, 0, counts, BEFORE, BEFORE);
            Arrays.fill(counts, 0, BEFORE, 0);
            inPeriod = 0;
            sinceBefore = since;
            since = now;
        }
        counts[what]++;
        inPeriod++;
    }

    /** Tasks a millisecond that came in, by tier; all 0 when nothing tells. */
    List<Double> perMilli(long now) {
        return rates(0, now);
    }

    /** Tasks a millisecond that came back, by tier; all 0 when nothing tells. */
    List<Double> backPerMilli(long now) {
        return rates(BACK, now);
    }

    private List<Double> rates(int from, long now) {
        double millis = Math.max(LEAST_MILLIS, now - sinceBefore);
        return IntStream.range(from, from + TIERS)
                .mapToObj(i -> (counts[i] + counts[BEFORE + i]) / millis)
                .toList();
    }
}
