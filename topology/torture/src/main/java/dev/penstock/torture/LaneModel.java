package dev.penstock.torture;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Tier;
import java.util.ArrayList;
import java.util.List;
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

    /** Queued tasks by tier, in order of the events that queued them. */
    private final List<List<TaskModel>> queues = Stream.of(Tier.values())
            .map(tier -> (List<TaskModel>) new ArrayList<TaskModel>())
            .toList();

    LaneModel(String role) {
        this.role = role;
    }

    void enqueue(TaskModel task, long now) {
        task.queuedAt = now;
        queues.get(task.ref.tier().ordinal()).add(task);
        queued++;
    }

    void dequeue(TaskModel task) {
        queues.get(task.ref.tier().ordinal()).remove(task);
        queued--;
    }

    /** The task that is next: of those that count as the highest tier, the one queued first; null when none is queued. */
    @Nullable
    TaskModel head(long now, long ageAfter) {
        TaskModel best = null;
        for (int tier = 0; queued > 0 && tier < queues.size(); tier++) {
            List<TaskModel> queue = queues.get(tier);
            if (!queue.isEmpty()) {
                TaskModel head = queue.getFirst();
                int difference = best == null ? -1 : head.tier(now, ageAfter) - best.tier(now, ageAfter);
                if (best == null || difference < 0 || difference == 0 && head.queuedAs < best.queuedAs) {
                    best = head;
                }
            }
        }
        return best;
    }
}
