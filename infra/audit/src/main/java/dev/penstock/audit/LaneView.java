package dev.penstock.audit;

import dev.penstock.schemas.v1.Tier;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A (tenant, role) pair: its queue per tier by place, and how many of its tasks are live. */
final class LaneView {
    private final Map<Tier, TreeMap<Long, TaskView>> queues = new EnumMap<>(Tier.class);
    int live;

    void enqueue(TaskView task) {
        queues.computeIfAbsent(task.tier, tier -> new TreeMap<>()).put(task.place, task);
    }

    void dequeue(TaskView task) {
        TreeMap<Long, TaskView> queue = queues.get(task.tier);
        if (queue != null) {
            queue.remove(task.place);
        }
    }

    /** The task whose turn it is in a tier's queue, null when it is empty. */
    @Nullable
    TaskView head(Tier tier) {
        TreeMap<Long, TaskView> queue = queues.get(tier);
        return queue == null || queue.isEmpty() ? null : queue.firstEntry().getValue();
    }
}
