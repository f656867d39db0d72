package dev.penstock.local;

import java.time.Instant;

/**
 * How one part of the stack is.
 *
 * @param name {@code kafka}, {@code postgres}, {@code redis}, {@code simulator}, {@code streams}, {@code workers}, {@code projections} or {@code api}
 * @param url where it is, or empty
 * @param pid its process, or 0 when it has none: it is elsewhere, or not running
 * @param processStartedAt when that process began, which tells it from a later one of the same number
 * @param restarts how often the supervisor brought it back
 * @param detail one line for people: its health, or why it is down
 */
public record PartStatus(
        String name, State state, String url, long pid, Instant processStartedAt, int restarts, String detail) {
    /** Where a part is in its life. */
    public enum State {
        /** Not started yet, or stopped on purpose. */
        DOWN,
        STARTING,
        UP,
        /** Runs, but says of itself that it does not do its work now. */
        UNHEALTHY,
        /** Died; will be brought back after its back-off. */
        RESTARTING,
        /** Somebody else's, named by a setting. */
        EXTERNAL
    }
}
