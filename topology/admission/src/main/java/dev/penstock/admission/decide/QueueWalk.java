package dev.penstock.admission.decide;

import dev.penstock.admission.Tier;
import dev.penstock.admission.index.LaneFacts;
import java.util.List;

/**
 * Foretells how long a queued task waits, by going through the grants of its lane one after the other at its pace: by the rules that the lane is served by,
 * with tasks that go on coming in and coming back as they lately did, and all of them as evenly as they did on average.
 */
final class QueueWalk {
    /** Grants that are gone through one by one; what is left after them is reckoned at the same rate. */
    private static final int MAX_STEPS = 10_000;

    private static final int TIERS = Tier.values().length;

    private final LaneFacts lane;
    private final double[] inflow;
    private final double[] returns;
    private final long now;
    private final long ageAfterMillis;

    /** How many of each tier were served, and how many that came back meanwhile. */
    private final int[] served = new int[TIERS];

    private final int[] servedAgain = new int[TIERS];

    QueueWalk(LaneFacts lane, long now, long ageAfterMillis) {
        this.lane = lane;
        this.inflow = perMilli(lane.inflow());
        this.returns = perMilli(lane.returns());
        this.now = now;
        this.ageAfterMillis = ageAfterMillis;
    }

    private static double[] perMilli(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).toArray();
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
            if (isBack(next, at)) {
                servedAgain[next]++;
            } else if (next == own && served[own] == before) {
                return at;
            } else {
                served[next]++;
            }
            at += each;
        }
        return at * (before + 1) / (served[own] + 1);
    }

    /** The tier that the grant goes to: the one whose head counts as the highest, and of such the one whose head was accepted first. */
    private int next(int own, double at) {
        int found = own;
        int foundAs = as(own, at);
        for (int tier = 0; tier < TIERS; tier++) {
            int as = as(tier, at);
            if (tier != own
                    && since(tier, at) <= at
                    && (as < foundAs || as == foundAs && place(tier, at) < place(found, at))) {
                found = tier;
                foundAs = as;
            }
        }
        return found;
    }

    private int as(int tier, double at) {
        return tier > 0 && at - since(tier, at) >= ageAfterMillis ? tier - 1 : tier;
    }

    /** What comes back keeps its place, and so is before all that are queued for the first time. */
    private double place(int tier, double at) {
        return isBack(tier, at) ? -Double.MAX_VALUE : since(tier, at);
    }

    /**
     * Since when the tier's head at that time is queued, in milliseconds from now. One that has come back is as old as its return, and holds those up
     * behind it that are older.
     */
    private double since(int tier, double at) {
        return isBack(tier, at) ? backAt(tier) : since(tier);
    }

    private boolean isBack(int tier, double at) {
        return backAt(tier) <= at;
    }

    /** When the tier's next task comes back, be it granted by then or not. */
    private double backAt(int tier) {
        return evenly(servedAgain[tier], returns[tier]);
    }

    /** Since when the tier's next task is queued that does not come back meanwhile; later ones are those that are still to come. */
    private double since(int tier) {
        int queued = lane.queued().get(tier);
        int number = served[tier];
        if (number < queued) {
            return number == 0
                    ? lane.headsSince().get(tier) - now
                    : (double) (lane.firstsSince().get(tier) - now) * (queued - number) / queued;
        }
        return evenly(number - queued, inflow[tier]);
    }

    /** When the one with this number, from 0, comes of so many a millisecond that come as evenly as they can. */
    private static double evenly(int number, double perMilli) {
        return perMilli == 0 ? Double.MAX_VALUE : (number + 0.5) / perMilli;
    }
}
