package dev.penstock.chaos;

import dev.penstock.schemas.v1.Event;
import java.util.HashMap;
import java.util.Map;

/** When the log ended attempts before, or without, a result of theirs. For one writer; may be read meanwhile. */
final class LeaseEnds {
    private final Map<Key, Long> ends = new HashMap<>();
    private final Map<Key, Long> readAt = new HashMap<>();

    private record Key(String task, int attempt) {}

    /** An attempt that is handed back unspent goes on under its number; its call was over before. */
    synchronized void apply(Event event) {
        int attempt =
                switch (event.getKindCase()) {
                    case RETRY_SCHEDULED -> event.getRetryScheduled().getAttempt();
                    case DEAD -> event.getDead().getAttempt();
                    case CANCELLED -> event.getCancelled().getAttempt();
                    case EXPIRED -> event.getExpired().getAttempt();
                    default -> 0;
                };
        if (attempt > 0) {
            Key key = new Key(event.getTask().getTaskId(), attempt);
            if (ends.putIfAbsent(key, event.getAtMillis()) == null) {
                readAt.put(key, System.currentTimeMillis());
            }
        }
    }

    /** In the broker's milliseconds; {@link Long#MAX_VALUE} for one that the log has not ended so. */
    synchronized long of(String task, int attempt) {
        return ends.getOrDefault(new Key(task, attempt), Long.MAX_VALUE);
    }

    /** When the engine's word of it could be read here, on the wall clock; {@link Long#MAX_VALUE} for one that the log has not ended so. */
    synchronized long readAt(String task, int attempt) {
        return readAt.getOrDefault(new Key(task, attempt), Long.MAX_VALUE);
    }
}
