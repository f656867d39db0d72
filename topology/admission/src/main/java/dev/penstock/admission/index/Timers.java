package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One deadline per task at most, in order of (deadline, order of the task); what is due is found without looking at the rest. */
final class Timers {
    private final IndexedHeap<Timer> heap = new IndexedHeap<>();

    /** The row's alarm is set. */
    void insert(Timer timer, TaskRow row) {
        timer.deadline = row.alarm();
        timer.order = row.order();
        timer.queued = row.state() == TaskState.QUEUED;
        heap.add(timer, timer.deadline, timer.order);
    }

    /** The row's alarm was set before and still is. */
    void move(Timer timer, TaskRow row) {
        if (timer.deadline == row.alarm() && timer.order == row.order()) {
            timer.queued = row.state() == TaskState.QUEUED;
        } else {
            heap.remove(timer);
            insert(timer, row);
        }
    }

    void deleteExisting(Timer timer) {
        heap.remove(timer);
    }

    /** The first task whose deadline has come by {@code now}, null for none. */
    @Nullable
    TaskKey due(long now) {
        Timer first = heap.leastOr(Long.MAX_VALUE) > now ? null : heap.peek();
        return first == null ? null : first.task();
    }

    /** Every timer, in no particular sequence. */
    void forEach(Consumer<Timer> visitor) {
        heap.forEach(visitor);
    }

    void describe(Consumer<String> line) {
        heap.sorted().forEach(timer -> line.accept("timer " + timer.deadline + " " + timer.order + " " + timer.task()));
    }
}
