package dev.penstock.admission.index;

/** How long attempts of a role lately took, as a moving mean. Kept in memory only, as {@link Pace} is and for the same. */
final class RunTime {
    /** A new attempt moves the mean by one part in so many, fewer at first: chance leaves it off by about 2 %. */
    private static final int INERTIA = 1_024;

    private int seen;
    private double mean;

    void ended(long millis) {
        seen = Math.min(INERTIA, seen + 1);
        mean += (millis - mean) / seen;
    }

    boolean known() {
        return seen > 0;
    }

    double millis() {
        return mean;
    }
}
