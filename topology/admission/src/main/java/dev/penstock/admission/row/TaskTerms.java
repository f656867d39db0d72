package dev.penstock.admission.row;

import dev.penstock.admission.TaskOptions;

/**
 * What a task was accepted on. 0 means none.
 *
 * @param estimateMicros what an attempt reserves while it is live
 * @param startBy the first attempt must have started by then; dropped once it has
 * @param attemptTimeoutMillis longest time of an attempt
 * @param endBy the task must have ended by then
 */
public record TaskTerms(long estimateMicros, long startBy, long attemptTimeoutMillis, long endBy) {
    public static final TaskTerms NONE = new TaskTerms(0, 0, 0, 0);

    /** The terms of a task that is accepted at {@code now}, with an estimate for one that came without. */
    public static TaskTerms of(TaskOptions options, long now, long estimateMicros) {
        return new TaskTerms(
                estimateMicros,
                options.startWithinMillis() == 0 ? 0 : now + options.startWithinMillis(),
                options.attemptTimeoutMillis(),
                options.endWithinMillis() == 0 ? 0 : now + options.endWithinMillis());
    }

    TaskTerms timeless() {
        return new TaskTerms(estimateMicros, 0, attemptTimeoutMillis, 0);
    }

    TaskTerms begun() {
        return startBy == 0 ? this : new TaskTerms(estimateMicros, 0, attemptTimeoutMillis, endBy);
    }
}
