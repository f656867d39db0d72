package dev.penstock.simulation.world;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Lane;
import java.util.List;

/** Follows each lane of a slot by its events alone: what it holds, what it queues, and for how long it was at its cap or had to compete. */
final class LaneBook {
    private static final Tier[] TIERS = Tier.values();

    private final List<Lane> lanes;
    private final Tally tally;

    /** All by a lane's id. */
    private final int[] live;

    /** By lane and tier. */
    private final int[] queued;

    private final long[] since;

    /** @param lanes all there are, by id */
    LaneBook(List<Lane> lanes, Tally tally) {
        this.lanes = lanes;
        this.tally = tally;
        live = new int[lanes.size()];
        queued = new int[lanes.size() * TIERS.length];
        since = new long[lanes.size()];
    }

    void queued(int lane, Tier tier, long now) {
        settle(lane, now);
        queued[Tally.place(lane, tier)]++;
    }

    void granted(int lane, Tier tier, long now) {
        settle(lane, now);
        queued[Tally.place(lane, tier)]--;
        live[lane]++;
        Lane known = lanes.get(lane);
        if (live[lane] > known.cap()) {
            throw new IllegalStateException("Expected at most " + known.cap() + " live in lane " + known.tenant() + "/"
                    + known.role().id() + ", but got " + live[lane]);
        }
    }

    void freed(int lane, long now) {
        settle(lane, now);
        live[lane]--;
    }

    /** Accounts for the slot's own lanes up to the end, which comes once. */
    void close(List<Lane> own, long end) {
        for (Lane lane : own) {
            settle(lane.id(), end);
            Tally.ByPlan plan = tally.plans[lane.plan().ordinal()];
            plan.lanes++;
            plan.capMillis += lane.cap() * end;
        }
    }

    /** Accounts for the time since the lane last changed. */
    private void settle(int lane, long now) {
        long passed = now - since[lane];
        since[lane] = now;
        if (passed == 0) {
            return;
        }
        Lane known = lanes.get(lane);
        Tally.ByPlan plan = tally.plans[known.plan().ordinal()];
        plan.liveMillis += live[lane] * passed;
        if (live[lane] >= known.cap()) {
            plan.atCapMillis += passed;
        } else {
            for (Tier tier : TIERS) {
                int place = Tally.place(lane, tier);
                tally.laneCompeted[place] += queued[place] > 0 ? passed : 0;
            }
        }
    }
}
