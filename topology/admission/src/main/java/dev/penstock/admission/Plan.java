package dev.penstock.admission;

import java.util.List;

/** The tasks that a planner wants done, in the order in which it named them. */
public record Plan(List<PlannedTask> tasks) {
    public Plan {
        tasks = List.copyOf(tasks);
    }
}
