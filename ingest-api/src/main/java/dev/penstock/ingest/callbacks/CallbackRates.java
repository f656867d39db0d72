package dev.penstock.ingest.callbacks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often a runtime may speak of one call to this instance. Others count for themselves. */
final class CallbackRates {
    /** Callbacks of a call within any second of the clock. */
    static final int PER_SECOND = 10;

    /** Calls that are counted at once; the one that was silent for longest is forgotten first. */
    static final int MAX_CALLS = 100_000;

    private static final int RETRY_SECONDS = 1;

    private final LongSupplier millis;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_CALLS;
        }
    };

    private record Count(long second, int callbacks) {}

    CallbackRates(LongSupplier millis) {
        this.millis = millis;
    }

    /** Counts one more; ends with a problem when that is too many. */
    void count(String callId) {
        if (!isWithin(callId)) {
            throw Problem.of(
                            ProblemType.TOO_MANY_CALLBACKS,
                            "More than " + PER_SECOND + " callbacks came within a second for the same call.")
                    .withHeader("Retry-After", Integer.toString(RETRY_SECONDS))
                    .exception();
        }
    }

    private synchronized boolean isWithin(String callId) {
        long second = Math.floorDiv(millis.getAsLong(), 1_000L);
        return counts.merge(
                                callId,
                                new Count(second, 1),
                                (old, one) -> old.second() == second ? new Count(second, old.callbacks() + 1) : one)
                        .callbacks()
                <= PER_SECOND;
    }
}
