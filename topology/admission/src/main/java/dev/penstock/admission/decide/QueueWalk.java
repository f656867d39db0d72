package dev.penstock.admission.decide;

import dev.penstock.admission.Tier;
import dev.penstock.admission.index.LaneFacts;

/**
 * Foretells how long a queued task waits, by going through the grants of its lane one after the other at its pace: by the rules that the lane is served by,
 * with tasks that go on coming in as they lately did, and all of them as evenly as they did on average.
 */
final class QueueWalk {
    /** Grants that are gone through one by one; what is left after them is reckoned at the same rate. */
    private static final int MAX_STEPS = 10_000;

    private static final int TIERS = Tier.values().length;

    private final LaneFacts lane;
    private final long now;
    private final long ageAfterMillis;

    /** How many of each tier were served. */
    private final int[] served = new int[TIERS];

    QueueWalk(LaneFacts lane, long now, long ageAfterMillis) {
        this.lane = lane;
        this.now = now;
        this.ageAfterMillis = ageAfterMillis;
    }

    /**
     * Milliseconds until the grant of the task that has {@code before} others of its own tier before it. To be called once.
     *
     * @param first until the next grant, and {@code each} between two more
     */
    double millisUntil(Tier tier, int before, double first, double each) {
        int own = tier.ordinal();
        double at = first;
        for (int step = 0; step < MAX_STEPS; step++) {
            int next = next(own, at);
            if (next == own && served[own] == before) {
                return at;
            }
            served[next]++;
            at += each;
        }
        return at * (before + 1) / (served[own] + 1);
    }

    /** The tier that the grant goes to: the one whose head counts as the highest, and of such the one whose head is queued longest. */
    private int next(int own, double at) {
        int found = own;
        int foundAs = as(own, at);
        for (int tier = 0; tier < TIERS; tier++) {
            double since = since(tier);
            int as = as(tier, at);
            if (tier != own && since <= at && (as < foundAs || as == foundAs && since < since(found))) {
                found = tier;
                foundAs = as;
            }
        }
        return found;
    }

    private int as(int tier, double at) {
        return tier > 0 && at - since(tier) >= ageAfterMillis ? tier - 1 : tier;
    }

    /** Since when the tier's next task is queued, in milliseconds from now; later ones are those that are still to come. */
    private double since(int tier) {
        int queued = lane.queued().get(tier);
        int number = served[tier];
        if (number < queued) {
            // A head that has come back is as old as its return, and holds those up behind it that are older.
            return number == 0
                    ? lane.headsSince().get(tier) - now
                    : (double) (lane.firstsSince().get(tier) - now) * (queued - number) / queued;
        }
        double perMilli = lane.inflow().get(tier);
        return perMilli == 0 ? Double.MAX_VALUE : (number - queued + 0.5) / perMilli;
    }
}
