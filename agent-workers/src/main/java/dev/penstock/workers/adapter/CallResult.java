package dev.penstock.workers.adapter;

import java.time.Duration;

/** How a call ended. What it brought and used is in its {@link Answer}. */
public sealed interface CallResult {

    /** The answer is whole. */
    record Answered() implements CallResult {}

    /**
     * It is not, or there is none.
     *
     * @param message one line for people, without content of the task and without keys
     * @param retryAfter least wait before another call as the provider asked; zero for none
     */
    record Failed(FailureKind kind, String message, Duration retryAfter) implements CallResult {
        public static Failed of(FailureKind kind, String message) {
            return new Failed(kind, message, Duration.ZERO);
        }
    }

    /**
     * The runtime has taken the task over and will call back.
     *
     * @param patience how long it may be silent before the attempt counts as lost
     */
    record Accepted(Duration patience) implements CallResult {}
}
