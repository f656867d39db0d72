package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which tasks wait for which. */
final class Families {
    private record Child(TaskKey task, long order) {}

    private final Map<TaskKey, List<Child>> waitingFor = new HashMap<>();

    /** To be called after every change of a task. */
    void changed(@Nullable TaskRow before, TaskRow after) {
        if (before != null && before.waitsForOthers()) {
            for (UUID parent : before.lineage().awaited()) {
                remove(new TaskKey(before.tenant(), parent), new Child(before.key(), before.order()));
            }
        }
        if (after.waitsForOthers()) {
            for (UUID parent : after.lineage().awaited()) {
                waitingFor
                        .computeIfAbsent(new TaskKey(after.tenant(), parent), p -> new ArrayList<>(1))
                        .add(new Child(after.key(), after.order()));
            }
        }
    }

    /** Tasks that wait for this one; a copy. */
    List<TaskKey> waitingFor(TaskKey parent) {
        List<Child> children = waitingFor.get(parent);
        return children == null ? List.of() : children.stream().map(Child::task).toList();
    }

    /** Every task that waits for another, once for each that it waits for, in no particular order. */
    void forEachWaiting(BiConsumer<Long, TaskKey> visitor) {
        waitingFor.values().forEach(children -> children.forEach(child -> visitor.accept(child.order(), child.task())));
    }

    private void remove(TaskKey parent, Child child) {
        List<Child> children = waitingFor.get(parent);
        if (children == null || !children.remove(child)) {
            throw new IllegalStateException("Expected " + child + " to wait for " + parent + ", but it does not");
        }
        if (children.isEmpty()) {
            waitingFor.remove(parent);
        }
    }

    void describe(Consumer<String> line) {
        Map<String, String> sorted = new TreeMap<>();
        waitingFor.forEach((parent, children) -> sorted.put(
                parent.toString(),
                children.stream()
                        .map(child -> child.task().toString())
                        .sorted()
                        .toList()
                        .toString()));
        sorted.forEach((parent, children) -> line.accept("awaited " + parent + " by " + children));
    }
}
