package dev.penstock.torture;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Tier;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One tenant's work of one role as events tell it. */
final class LaneModel {
    final String role;

    /** Null while the tenant's configuration has none for the role. */
    @Nullable
    LaneConfig config;

    int live;
    private int queued;

    /** Queued tasks by tier, each by its place. */
    private final List<TreeMap<Long, TaskModel>> queues =
            Stream.of(Tier.values()).map(tier -> new TreeMap<Long, TaskModel>()).toList();

    LaneModel(String role) {
        this.role = role;
    }

    void enqueue(TaskModel task, long now) {
        task.queuedAt = now;
        queues.get(task.ref.tier().ordinal()).put(task.place, task);
        queued++;
    }

    void dequeue(TaskModel task) {
        queues.get(task.ref.tier().ordinal()).remove(task.place);
        queued--;
    }

    /** The task that is next: of those that count as the highest tier, the one accepted first; null when none is queued. */
    @Nullable
    TaskModel head(long now, long ageAfter) {
        TaskModel best = null;
        for (int tier = 0; queued > 0 && tier < queues.size(); tier++) {
            TreeMap<Long, TaskModel> queue = queues.get(tier);
            if (!queue.isEmpty()) {
                TaskModel head = queue.firstEntry().getValue();
                int difference = best == null ? -1 : head.tier(now, ageAfter) - best.tier(now, ageAfter);
                if (best == null || difference < 0 || difference == 0 && head.place < best.place) {
                    best = head;
                }
            }
        }
        return best;
    }

    /** The highest tier of which a task is queued, whatever its age. */
    int highestTier() {
        int tier = 0;
        while (queues.get(tier).isEmpty()) {
            tier++;
        }
        return tier;
    }
}
