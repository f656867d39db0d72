package dev.penstock.ingest.output;

import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 *
 * @param attempt its last one; 0 when there was none
 * @param output what it made; null unless it succeeded
 */
record TaskEnd(
        String state,
        int attempt,
        @Nullable String cause,
        @Nullable String message,
        @Nullable String output) {
    /** Does not show content. */
    @Override
    public String toString() {
        return "TaskEnd[" + state + ", " + attempt + "]";
    }
}
