package dev.penstock.workers.adapter;

import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.Usage;
import java.time.Duration;

/** What came of a run. */
public sealed interface Outcome {

    /**
     * The agent did its work.
     *
     * @param plan what a planner wants done; without tasks for nothing, and for every other role
     */
    record Success(String output, Usage usage, Plan plan) implements Outcome {
        public Success(String output, Usage usage) {
            this(output, usage, Plan.getDefaultInstance());
        }
    }

    /**
     * It did not.
     *
     * @param message one line for people, without content of the task
     * @param retryAfter least wait before another attempt as the provider asked; zero for none
     * @param usage what it used all the same
     */
    record Failure(FailureKind kind, String message, Duration retryAfter, Usage usage) implements Outcome {
        public static Failure of(FailureKind kind, String message) {
            return new Failure(kind, message, Duration.ZERO, Usage.getDefaultInstance());
        }
    }

    /**
     * Its runtime has taken it over and will call back: nothing is left to do for it here.
     *
     * @param patience how long the runtime may be silent
     */
    record Accepted(Duration patience) implements Outcome {}

    /**
     * It could not be tried now, for no fault of the task: it goes back to its queue and burns no attempt.
     *
     * @param reason stable, lower case
     * @param delay least wait before it is granted again
     * @param usage what it used all the same
     */
    record Deferred(String reason, Duration delay, Usage usage) implements Outcome {
        public Deferred(String reason, Duration delay) {
            this(reason, delay, Usage.getDefaultInstance());
        }
    }
}
