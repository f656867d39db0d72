package dev.penstock.simulation.workload;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A stream of submissions in order of time: exactly so many, each at a time of its own by the curve and for a lane by demand. Times are drawn in
 * ascending order, so none has to be kept.
 */
public final class Arrivals {
    private final long startMillis;
    private final Curve curve;
    private final SplittableRandom random;
    private final List<Lane> lanes;
    private final AliasTable choice;
    private long left;
    private double later = 1;

    /** @param startMillis when the curve starts */
    public Arrivals(long count, List<Lane> lanes, long startMillis, Curve curve, SplittableRandom random) {
        this.left = count;
        this.lanes = lanes;
        this.startMillis = startMillis;
        this.curve = curve;
        this.random = random;
        this.choice =
                new AliasTable(lanes.stream().mapToDouble(Lane::tasksPerDay).toArray());
    }

    /** Submissions that are still to come. */
    public long left() {
        return left;
    }

    /** When the next one comes, in milliseconds of simulated time; {@link #left} must be positive. */
    public long next() {
        if (left <= 0) {
            throw new IllegalStateException("Expected submissions to come, but there are none");
        }
        // The least of n uniform numbers, out of those that are still to come.
        later *= StrictMath.pow(1 - random.nextDouble(), 1.0 / left);
        left--;
        return startMillis + curve.timeOf(1 - later);
    }

    /** Whose submission it is. */
    public Lane lane() {
        return lanes.get(choice.draw(random));
    }
}
