package dev.penstock.admission.simulation;

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

    boolean deleted() {
        return config != null && config.deleted();
    }

    int cap(String role) {
        LaneConfig lane = lane(role);
        return lane == null || !lane.enabled() || deleted() ? 0 : lane.cap();
    }

    int live(String role) {
        return live.getOrDefault(role, 0);
    }

    long pending() {
        return tasks.values().stream().filter(TaskModel::pending).count();
    }

    List<TaskModel> queue(String role, Tier tier) {
        return queues.computeIfAbsent(role + tier, key -> new ArrayList<>());
    }

    void enter(TaskModel task, TaskModel.Phase phase) {
        int before = task.live() ? 1 : 0;
        if (task.phase == TaskModel.Phase.QUEUED) {
            queue(task.ref.role(), task.ref.tier()).remove(task);
        }
        task.phase = phase;
        if (phase == TaskModel.Phase.QUEUED) {
            queue(task.ref.role(), task.ref.tier()).add(task);
        }
        live.merge(task.ref.role(), (task.live() ? 1 : 0) - before, Integer::sum);
    }
}
