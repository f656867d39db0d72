package dev.penstock.admission;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a task comes from.
 *
 * @param planner the task whose plan it is part of, null for one that was submitted
 * @param name what the plan calls it, empty for one that was submitted
 * @param depth plans above it
 * @param after tasks whose success it waits for
 */
public record Origin(@Nullable UUID planner, String name, int depth, List<UUID> after) {
    /** Submitted. */
    public static final Origin SUBMITTED = new Origin(null, "", 0, List.of());

    public Origin {
        after = List.copyOf(after);
    }
}
