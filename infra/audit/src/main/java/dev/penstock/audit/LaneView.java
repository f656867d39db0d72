package dev.penstock.audit;

import dev.penstock.schemas.v1.Tier;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** A (tenant, role) pair: its queue per tier in order of arrival, and how many of its tasks are live. */
final class LaneView {
    private final Map<Tier, SequencedSet<TaskView>> queues = new EnumMap<>(Tier.class);
    int live;

    void enqueue(TaskView task) {
        queues.computeIfAbsent(task.tier, tier -> new LinkedHashSet<>()).addLast(task);
    }

    void dequeue(TaskView task) {
        SequencedSet<TaskView> queue = queues.get(task.tier);
        if (queue != null) {
            queue.remove(task);
        }
    }

    /** The task that has waited longest in a tier's queue, null when it is empty. */
    @Nullable
    TaskView head(Tier tier) {
        SequencedSet<TaskView> queue = queues.get(tier);
        return queue == null || queue.isEmpty() ? null : queue.getFirst();
    }
}
