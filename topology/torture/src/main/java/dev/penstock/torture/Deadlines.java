package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * I6: finds tasks for which the time alone should have brought something by now, without looking at those whose time is to come. Holds for each
 * task that has a deadline an entry at that time or earlier.
 */
final class Deadlines {
    private record Entry(long at, TaskModel task) {}

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::at));

    /** To be called after every event of the task. */
    void changed(TaskModel task) {
        long due = task.dueAt();
        if (due < task.watchedFrom) {
            task.watchedFrom = due;
            entries.add(new Entry(due, task));
        }
    }

    void requireNoneBy(long now) {
        while (!entries.isEmpty() && entries.peek().at() <= now) {
            Entry entry = entries.remove();
            TaskModel task = entry.task();
            require(task.dueAt() > now, "I6", "%s is overdue", task);
            // An older entry's place has been taken by an earlier one, which is still there or has put a later one in.
            if (entry.at() == task.watchedFrom) {
                task.watchedFrom = TaskModel.NEVER;
                changed(task);
            }
        }
    }
}
