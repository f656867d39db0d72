package dev.penstock.torture;

import org.jspecify.annotations.Nullable;

/** Something that must always hold did not, in the schedule of a seed. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String invariant;
    private final @Nullable Long seed;

    /** Found by who does not know the schedule. */
    public InvariantViolation(String invariant, String message) {
        super(invariant + " is broken: " + message);
        this.invariant = invariant;
        this.seed = null;
    }

    private InvariantViolation(String message, InvariantViolation cause, @Nullable Long seed) {
        super(message, cause);
        this.invariant = cause.invariant;
        this.seed = seed;
    }

    /** The same, saying at which event it was found. */
    public InvariantViolation at(String event) {
        return new InvariantViolation(getMessage() + " at " + event, this, seed);
    }

    /** The same, saying in whose schedule it was found. */
    public InvariantViolation in(long schedule) {
        return new InvariantViolation(getMessage() + " in the schedule of seed " + schedule, this, schedule);
    }

    /** Its short name, such as {@code I1}. */
    public String invariant() {
        return invariant;
    }

    /** Runs the schedule again; null where nobody has said it. */
    public @Nullable Long seed() {
        return seed;
    }
}
