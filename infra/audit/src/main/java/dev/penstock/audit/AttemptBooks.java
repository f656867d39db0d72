package dev.penstock.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the events say of the money of one attempt, by the workers that had it. */
final class AttemptBooks {
    private final Map<String, RunBooks> runs = new HashMap<>(2);
    private final Set<String> refused = new HashSet<>(2);

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
        refused.add(by);
    }

    boolean wasRefused(String by) {
        return refused.contains(by);
    }

    Map<String, RunBooks> runs() {
        return runs;
    }
}
