package dev.penstock.torture;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One tenant as its events tell it; knows nothing of the engine's ways. */
final class TenantModel {
    final String name;
    final Map<UUID, TaskModel> tasks = new LinkedHashMap<>();
    final Map<String, Integer> live = new HashMap<>();
    final BooksModel books = new BooksModel();

    /** Queued tasks of a role and tier, in order of the events that queued them. */
    private final Map<String, List<TaskModel>> queues = new HashMap<>();

    long seq;

    @Nullable
    TenantConfig config;

    TenantModel(String name) {
        this.name = name;
    }

    @Nullable
    LaneConfig lane(String role) {
        return config == null
                ? null
                : config.lanes().stream()
                        .filter(l -> l.role().equals(role))
                        .findFirst()
                        .orElse(null);
    }

    TenantConfig config() {
        if (config == null) {
            throw new InvariantViolation("tenants", name + " is not configured");
        }
        return config;
    }

    boolean deleted() {
        return config != null && config.deleted();
    }

    /** Grants that its lane of a role may hold, 0 when it is closed in whatever way. */
    int cap(String role) {
        LaneConfig lane = lane(role);
        boolean open = lane != null
                && lane.enabled()
                && lane.flow() != Flow.PAUSED
                && config().limits().flow() != Flow.PAUSED
                && !deleted();
        return lane == null || !open ? 0 : lane.cap();
    }

    int live(String role) {
        return live.getOrDefault(role, 0);
    }

    int live() {
        return live.values().stream().mapToInt(Integer::intValue).sum();
    }

    long pending() {
        return tasks.values().stream().filter(TaskModel::pending).count();
    }

    List<TaskModel> queue(String role, Tier tier) {
        return queues.computeIfAbsent(role + tier, key -> new ArrayList<>());
    }

    /** The task of a lane that is next: of those that count as the highest tier, the one queued first; null when none is queued. */
    @Nullable
    TaskModel head(String role, long now, long ageAfter) {
        TaskModel best = null;
        for (Tier tier : Tier.values()) {
            List<TaskModel> queue = queue(role, tier);
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

    void accept(TaskModel task, long now) {
        tasks.put(task.ref.taskId(), task);
        if (task.phase == TaskModel.Phase.QUEUED) {
            enqueue(task, now);
        }
    }

    void enter(TaskModel task, TaskModel.Phase phase, long now) {
        int before = task.live() ? 1 : 0;
        if (task.phase == TaskModel.Phase.QUEUED) {
            queue(task.ref.role(), task.ref.tier()).remove(task);
        }
        task.phase = phase;
        if (phase == TaskModel.Phase.QUEUED) {
            enqueue(task, now);
        }
        live.merge(task.ref.role(), (task.live() ? 1 : 0) - before, Integer::sum);
    }

    private void enqueue(TaskModel task, long now) {
        task.queuedAt = now;
        queue(task.ref.role(), task.ref.tier()).add(task);
    }
}
