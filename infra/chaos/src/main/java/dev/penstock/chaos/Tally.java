package dev.penstock.chaos;

import dev.penstock.schemas.v1.Event;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tasks and attempts by what the events say. For one writer; figures may be read meanwhile. */
final class Tally {
    private final Set<String> open = new HashSet<>();
    private final Map<Event.KindCase, Long> kinds = new EnumMap<>(Event.KindCase.class);

    synchronized void apply(Event event) {
        kinds.merge(event.getKindCase(), 1L, Long::sum);
        String id = event.getTask().getTaskId();
        switch (event.getKindCase()) {
            case ACCEPTED -> open.add(id);
            case SUCCEEDED, DEAD, CANCELLED, EXPIRED -> open.remove(id);
            case REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    STARTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    KIND_NOT_SET -> {
                // Neither begins nor ends a task.
            }
        }
    }

    synchronized int open() {
        return open.size();
    }

    synchronized long count(Event.KindCase kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    long accepted() {
        return count(Event.KindCase.ACCEPTED);
    }

    long ended() {
        return ends().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Tasks by how they ended, in the words of the rows. */
    Map<String, Long> ends() {
        return some(Event.KindCase.SUCCEEDED, Event.KindCase.DEAD, Event.KindCase.CANCELLED, Event.KindCase.EXPIRED);
    }

    /** What became of attempts. */
    Map<String, Long> attempts() {
        return some(
                Event.KindCase.GRANTED,
                Event.KindCase.STARTED,
                Event.KindCase.RETRY_SCHEDULED,
                Event.KindCase.DEFERRED,
                Event.KindCase.RESULT_REJECTED);
    }

    private Map<String, Long> some(Event.KindCase... which) {
        Map<String, Long> some = new TreeMap<>();
        for (Event.KindCase kind : which) {
            if (count(kind) > 0) {
                some.put(kind.name().toLowerCase(Locale.ROOT), count(kind));
            }
        }
        return some;
    }
}
