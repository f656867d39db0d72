package dev.penstock.simulation.workload;

import dev.penstock.admission.Tier;
import java.util.SplittableRandom;

/** The mix of tiers: one task in ten is urgent, three are batch. Planners' tasks are always urgent, as the design has it. */
public final class Tiers {
    private static final int URGENT_PERCENT = 10;
    private static final int BATCH_PERCENT = 30;

    private Tiers() {}

    public static Tier draw(Role role, SplittableRandom random) {
        if (role == Role.ACTIVITY_PLANNER) {
            return Tier.URGENT;
        }
        int roll = random.nextInt(100);
        if (roll < URGENT_PERCENT) {
            return Tier.URGENT;
        }
        return roll < URGENT_PERCENT + BATCH_PERCENT ? Tier.BATCH : Tier.NORMAL;
    }
}
