package dev.penstock.simulation.workload;

/** How demand is spread over the simulated time, minute by minute. */
public final class Curve {
    private static final int MINUTE_MILLIS = 60_000;
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final double SWING = 0.6;
    private static final int QUIETEST_MINUTE = 2 * 60;

    /** Demand up to the start of each minute, as a share of that of a whole day. */
    private final double[] upTo;

    private final int stepMillis;

    private Curve(double[] upTo, int stepMillis) {
        this.upTo = upTo;
        this.stepMillis = stepMillis;
    }

    /** Everything at its start. */
    public static Curve atOnce() {
        return new Curve(new double[] {0, 1}, 0);
    }

    /** From midnight: least at 02:00 with 0.4 times the mean, most at 14:00 with 1.6 times. */
    public static Curve daily(int hours) {
        double[] upTo = new double[hours * 60 + 1];
        for (int minute = 0; minute < hours * 60; minute++) {
            double angle = 2 * Math.PI * (minute + 0.5 - QUIETEST_MINUTE) / MINUTES_OF_DAY;
            upTo[minute + 1] = upTo[minute] + (1 - SWING * StrictMath.cos(angle)) / MINUTES_OF_DAY;
        }
        return new Curve(upTo, MINUTE_MILLIS);
    }

    /** The day's mean all the time, for so many minutes. */
    public static Curve flat(int minutes) {
        return flat(minutes, 1);
    }

    /** So many times the day's mean all the time, for so many minutes. */
    public static Curve flat(int minutes, double times) {
        double[] upTo = new double[minutes + 1];
        for (int minute = 0; minute <= minutes; minute++) {
            upTo[minute] = times * minute / MINUTES_OF_DAY;
        }
        return new Curve(upTo, MINUTE_MILLIS);
    }

    private int steps() {
        return upTo.length - 1;
    }

    /** Demand over the whole curve, as a share of that of a whole day. */
    public double total() {
        return upTo[upTo.length - 1];
    }

    /** Milliseconds from the start at which {@code share} (0 to 1) of the curve's demand has come. */
    public long timeOf(double share) {
        double wanted = share * total();
        int low = 0;
        int high = steps() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (upTo[middle] <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        double within = (wanted - upTo[low]) / (upTo[low + 1] - upTo[low]);
        return (long) ((low + Math.clamp(within, 0, 1)) * stepMillis);
    }
}
