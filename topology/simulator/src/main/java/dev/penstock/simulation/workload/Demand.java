package dev.penstock.simulation.workload;

/** Deals a day's tasks out to lanes by weight, but to none more than it can have done. */
final class Demand {
    private static final double DAY_MILLIS = 24 * 3_600_000.0;

    /**
     * Mean share of its cap that a lane's demand may take. Demand at noon is 1.6 times the mean, so a lane at this bound is three quarters full
     * then: it queues, and catches up.
     */
    static final double MEAN_USE = 0.45;

    private static final int MAX_ROUNDS = 64;

    private Demand() {}

    /** Tasks a day that a lane under this cap may ask for. */
    static double mostPerDay(int cap, Role role) {
        return MEAN_USE * cap * DAY_MILLIS / role.meanServiceMillis();
    }

    /** The least cap, in steps of 8 as contracts have it, under which this demand is feasible. */
    static int capFor(double tasksPerDay, Role role) {
        double needed = tasksPerDay / mostPerDay(1, role);
        return 8 * (int) Math.max(1, Math.ceil(needed / 8));
    }

    /** What each gets of {@code total}: in proportion to its weight, except that none gets more than its most. The sum may fall short. */
    static double[] deal(double total, double[] weights, double[] most) {
        double[] dealt = new double[weights.length];
        boolean[] full = new boolean[weights.length];
        double left = total;
        for (int round = 0; round < MAX_ROUNDS && left > total * 1e-9; round++) {
            double open = 0;
            for (int i = 0; i < weights.length; i++) {
                open += full[i] ? 0 : weights[i];
            }
            if (open == 0) {
                break;
            }
            double perWeight = left / open;
            for (int i = 0; i < weights.length; i++) {
                if (!full[i]) {
                    double more = Math.min(perWeight * weights[i], most[i] - dealt[i]);
                    dealt[i] += more;
                    left -= more;
                    full[i] = dealt[i] >= most[i];
                }
            }
        }
        return dealt;
    }
}
