package dev.penstock.local;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the stack that runs in the background over a folder.
 *
 * @param info empty unless running
 * @param pid of the supervisor; 0 when absent
 * @param detail one line for people, such as why it failed
 */
public record DaemonStatus(Phase phase, Optional<StackInfo> info, long pid, Instant startedAt, String detail) {
    /** Where the background stack is in its life. */
    public enum Phase {
        /** None was started, or it was stopped in order. */
        ABSENT,
        STARTING,
        RUNNING,
        STOPPING,
        /** It could not start, and ended. */
        FAILED,
        /** It has vanished without a word (power cut, kill -9); {@code up} starts again with the same data. */
        STALE
    }
}
