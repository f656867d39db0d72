package dev.penstock.torture;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.torture.TaskModel.Phase;
import java.util.ArrayList;
import java.util.Collection;
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
    final BooksModel books = new BooksModel();
    final CampaignsModel campaigns = new CampaignsModel();

    /** Tasks that wait for a task. */
    private final Map<UUID, List<TaskModel>> children = new HashMap<>();

    /** Tasks of all tenants by phase. */
    private final long[] phases;

    private final Map<String, LaneModel> lanes = new HashMap<>();
    private int live;
    private int pending;

    long seq;

    @Nullable
    TenantConfig config;

    /** @param phases tasks of all tenants by phase, which it keeps up for its own */
    TenantModel(String name, long[] phases) {
        this.name = name;
        this.phases = phases;
    }

    void configure(TenantConfig next) {
        config = next;
        lanes.values().forEach(lane -> lane.config = null);
        for (LaneConfig lane : next.lanes()) {
            lanes.computeIfAbsent(lane.role(), LaneModel::new).config = lane;
        }
    }

    @Nullable
    LaneConfig lane(String role) {
        LaneModel lane = lanes.get(role);
        return lane == null ? null : lane.config;
    }

    /** Of every role that it ever had in its configuration. */
    Collection<LaneModel> lanes() {
        return lanes.values();
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
        LaneModel lane = lanes.get(role);
        return lane == null ? 0 : lane.live;
    }

    int live() {
        return live;
    }

    int pending() {
        return pending;
    }

    /** Tasks that have not ended. */
    int open() {
        return live + pending;
    }

    /** The task of a lane that is next: of those that count as the highest tier, the one queued first; null when none is queued. */
    @Nullable
    TaskModel head(String role, long now, long ageAfter) {
        LaneModel lane = lanes.get(role);
        return lane == null ? null : lane.head(now, ageAfter);
    }

    void accept(TaskModel task, long now) {
        tasks.put(task.ref.taskId(), task);
        task.awaited.forEach(parent ->
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(task));
        count(task, 1);
        if (task.phase == Phase.QUEUED) {
            laneOf(task).enqueue(task, now);
        }
    }

    void enter(TaskModel task, Phase phase, long now) {
        if (task.phase == Phase.QUEUED) {
            laneOf(task).dequeue(task);
        }
        count(task, -1);
        task.phase = phase;
        count(task, 1);
        if (phase == Phase.QUEUED) {
            laneOf(task).enqueue(task, now);
        }
    }

    /** A task has ended: those that wait for it are free to run, or never will be. Returns them. */
    List<TaskModel> ended(TaskModel parent, String how, long now) {
        List<TaskModel> waiting = children.getOrDefault(parent.ref.taskId(), List.of()).stream()
                .filter(TaskModel::waitsForOthers)
                .toList();
        for (TaskModel child : waiting) {
            if (!how.equals("succeeded")) {
                child.orphanedBy = "parent_" + how;
                child.deadline = now;
            } else if (child.awaited.remove(parent.ref.taskId()) && child.awaited.isEmpty()) {
                child.deadline = Math.max(now, child.deadline);
            }
        }
        children.remove(parent.ref.taskId());
        return waiting;
    }

    /** The lane of a role, null for one that never had anything. */
    @Nullable
    LaneModel laneModel(String role) {
        return lanes.get(role);
    }

    void forget(TaskModel task) {
        tasks.remove(task.ref.taskId());
        count(task, -1);
    }

    private void count(TaskModel task, int change) {
        phases[task.phase.ordinal()] += change;
        if (task.live()) {
            live += change;
            laneOf(task).live += change;
        } else if (task.pending()) {
            pending += change;
        }
    }

    private LaneModel laneOf(TaskModel task) {
        return lanes.computeIfAbsent(task.ref.role(), LaneModel::new);
    }
}
