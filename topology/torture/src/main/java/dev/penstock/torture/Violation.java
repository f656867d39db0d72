package dev.penstock.torture;

/**
 * A schedule in which something did not hold.
 *
 * @param seed runs it again
 * @param invariant the short name of what did not hold, such as {@code I1}; {@link #EXCEPTION} when the core itself gave up
 * @param message what was found, cut at {@link #MAX_MESSAGE_CHARS}
 */
public record Violation(long seed, String invariant, String message) {
    public static final String EXCEPTION = "exception";

    /** Long enough for two events; what is longer compares whole states, of which the seed gives all. */
    public static final int MAX_MESSAGE_CHARS = 2_000;

    static Violation of(long seed, RuntimeException e) {
        String message = e instanceof InvariantViolation
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + ": " + e.getMessage();
        return new Violation(
                seed,
                e instanceof InvariantViolation broken ? broken.invariant() : EXCEPTION,
                message.substring(0, Math.min(MAX_MESSAGE_CHARS, message.length())));
    }
}
