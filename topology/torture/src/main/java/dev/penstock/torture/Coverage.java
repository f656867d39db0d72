package dev.penstock.torture;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import java.util.HashMap;
import java.util.Map;

/** What all schedules together have come across, to show that they put the engine to the test. */
final class Coverage {
    private final Map<String, Long> counts = new HashMap<>();

    void saw(Command command) {
        count("command: " + command.getClass().getSimpleName());
    }

    void saw(Event event) {
        String kind = event.getClass().getSimpleName();
        count(
                switch (event) {
                    case Event.Rejected e -> kind + " " + e.reason();
                    case Event.ResultRejected e -> kind + " " + e.signal();
                    case Event.RetryScheduled e -> kind + " " + e.cause();
                    case Event.Deferred e -> kind + " " + e.reason();
                    case Event.Dead e -> kind + " " + e.cause();
                    case Event.Expired e -> kind + " " + e.reason();
                    case Event.Cancelled e -> kind + " " + e.reason();
                    case Event.SlotEvent _ -> kind;
                    case Event.TenantEvent _ -> kind;
                });
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    Map<String, Long> counts() {
        return counts;
    }
}
