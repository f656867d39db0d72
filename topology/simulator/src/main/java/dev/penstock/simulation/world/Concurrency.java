package dev.penstock.simulation.world;

/** How many run at once, looked at every ten seconds of simulated time. Only changes are kept, so parts that never met can be merged. */
public final class Concurrency {
    public static final int STEP_MILLIS = 10_000;
    private static final int STEPS_PER_HOUR = 3_600_000 / STEP_MILLIS;

    private final int[] changes;

    Concurrency(long millis) {
        changes = new int[(int) (millis / STEP_MILLIS) + 2];
    }

    void started(long atMillis) {
        changes[step(atMillis)]++;
    }

    void ended(long atMillis) {
        changes[step(atMillis)]--;
    }

    void merge(Concurrency other) {
        for (int i = 0; i < changes.length; i++) {
            changes[i] += other.changes[i];
        }
    }

    /** The first look that sees what happens then. */
    private static int step(long atMillis) {
        return (int) ((atMillis + STEP_MILLIS - 1) / STEP_MILLIS);
    }

    /** What was seen in each hour. */
    public Hour[] byHour(int hours) {
        Hour[] seen = new Hour[hours];
        int running = 0;
        for (int hour = 0; hour < hours; hour++) {
            long sum = 0;
            int peak = 0;
            for (int i = 0; i < STEPS_PER_HOUR; i++) {
                int step = hour * STEPS_PER_HOUR + i;
                running += step < changes.length ? changes[step] : 0;
                sum += running;
                peak = Math.max(peak, running);
            }
            seen[hour] = new Hour(peak, (double) sum / STEPS_PER_HOUR);
        }
        return seen;
    }

    /** Tasks that ran at once. */
    public record Hour(int peak, double mean) {}
}
