package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** One deadline per task at most, in order of (deadline, order of the task); what is due is found without looking at the rest. */
final class Timers {
    private static final class Timer extends IndexedHeap.Element {
        final TaskKey task;
        final long order;
        long deadline;

        Timer(TaskKey task, long deadline, long order) {
            this.task = task;
            this.deadline = deadline;
            this.order = order;
        }
    }

    private static final Comparator<Timer> SOONEST_FIRST =
            (a, b) -> a.deadline != b.deadline ? Long.compare(a.deadline, b.deadline) : Long.compare(a.order, b.order);

    private final Map<TaskKey, Timer> byTask = new HashMap<>();
    private final IndexedHeap<Timer> heap = new IndexedHeap<>(SOONEST_FIRST);

    void insert(TaskKey task, long deadline, long order) {
        Timer timer = new Timer(task, deadline, order);
        if (byTask.put(task, timer) != null) {
            throw new IllegalStateException("Expected no timer of " + task + ", but it has one");
        }
        heap.add(timer);
    }

    void move(TaskKey task, long deadline) {
        Timer timer = existing(byTask.get(task), task);
        if (timer.deadline != deadline) {
            heap.remove(timer);
            timer.deadline = deadline;
            heap.add(timer);
        }
    }

    void deleteExisting(TaskKey task) {
        heap.remove(existing(byTask.remove(task), task));
    }

    /** The first task whose deadline has come by {@code now}, null for none. */
    @Nullable
    TaskKey due(long now) {
        Timer first = heap.peek();
        return first == null || first.deadline > now ? null : first.task;
    }

    /** Every task that has a timer, with its order; in no particular sequence. */
    void forEach(ObjLongConsumer<TaskKey> visitor) {
        byTask.values().forEach(timer -> visitor.accept(timer.task, timer.order));
    }

    private static Timer existing(@Nullable Timer timer, TaskKey task) {
        if (timer == null) {
            throw new IllegalStateException("Expected a timer of " + task + ", but it has none");
        }
        return timer;
    }

    void describe(Consumer<String> line) {
        byTask.values().stream()
                .sorted(SOONEST_FIRST)
                .forEach(timer -> line.accept("timer " + timer.deadline + " " + timer.order + " " + timer.task));
    }
}
