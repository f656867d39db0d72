package dev.penstock.ingest.tasks;

import java.util.Locale;
import java.util.UUID;

/** Reads a task's id from a path. */
public final class TaskPaths {
    private TaskPaths() {}

    /** What is no id names no task: ends with the same problem as for an unknown one. */
    public static UUID taskId(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw Lookups.unknown();
        }
        throw Lookups.unknown();
    }
}
