package dev.penstock.audit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events say of the money of one attempt, by the workers that had it. */
final class AttemptBooks {
    private final Map<String, RunBooks> runs = new HashMap<>(2);
    private final Map<String, Integer> refused = new HashMap<>(2);
    private final Map<String, Integer> told = new HashMap<>(2);

    /** The books of a worker whose start the engine took. */
    RunBooks of(String by) {
        return runs.computeIfAbsent(by, w -> new RunBooks());
    }

    /** The same, null for any other worker. */
    @Nullable
    RunBooks run(String by) {
        return runs.get(by);
    }

    /** The engine refused this worker's start, so whatever it called is none of the attempt's. */
    void refused(String by) {
        refused.merge(by, 1, Integer::sum);
    }

    boolean wasRefused(String by) {
        return refused.containsKey(by);
    }

    /** Whether it may tell what it used under a refused start: once for each of them. */
    boolean mayTell(String by) {
        return told.merge(by, 1, Integer::sum) <= refused.getOrDefault(by, 0);
    }

    Map<String, RunBooks> runs() {
        return runs;
    }
}
