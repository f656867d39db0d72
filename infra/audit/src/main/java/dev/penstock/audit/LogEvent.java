package dev.penstock.audit;

import dev.penstock.schemas.v1.Event;
import org.jspecify.annotations.Nullable;

/** An event where the log has it. {@code key} is the record's key as text, null when the record had none. */
public record LogEvent(int partition, long offset, @Nullable String key, Event event) {
    public static LogEvent of(int partition, long offset, Event event) {
        return new LogEvent(partition, offset, event.getTenant(), event);
    }

    String tenant() {
        return event.getTenant();
    }

    String taskId() {
        return event.getTask().getTaskId();
    }

    long at() {
        return event.getAtMillis();
    }
}
