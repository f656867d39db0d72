package dev.penstock.simulation.world;

/**
 * How well the engine foretold when tasks would start: what it said of a sample when it took them in, and what came. Errors are parts of the wait that
 * came, and count where that was a second or more, since of a shorter one nobody asks.
 */
public final class Foretold {
    /** Shorter waits than this are not judged. */
    public static final long LEAST_WAIT_MILLIS = 1_000;

    private static final long PER_MILLE = 1_000;

    /** Tasks that had to wait, and of which the engine was asked. */
    public long asked;

    /** Those of them that it foretold a start of. */
    public long foretold;

    /** Those of these that had not started when the simulation ended. */
    public long open;

    private final Histogram errors = new Histogram();

    /** Milliseconds from acceptance to the start, as foretold and as it came. */
    void came(long foretoldMillis, long actualMillis) {
        open--;
        if (actualMillis >= LEAST_WAIT_MILLIS) {
            errors.add(Math.abs(foretoldMillis - actualMillis) * PER_MILLE / actualMillis);
        }
    }

    /** Tasks whose foretold start was compared with the one that came. */
    public long judged() {
        return errors.count();
    }

    /** The error that a share {@code q} of the judged stays at or under, as a part of the wait that came; 0 when there is none. */
    public double error(double q) {
        return (double) errors.percentile(q) / PER_MILLE;
    }

    /** Takes in what came of another sample. */
    public void merge(Foretold other) {
        asked += other.asked;
        foretold += other.foretold;
        open += other.open;
        errors.merge(other.errors);
    }
}
