package dev.penstock.audit;

import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.Flow;
import dev.penstock.schemas.v1.TenantConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as its events so far tell it. {@link #apply} believes what it is told, so that one wrong event does not hide the next: judging is
 * the checks' part, and they see the view as it was before the event.
 */
final class TenantView {
    final String name;
    final int partition;

    /** Whether retention took the beginning of its log, so that tasks may show up midway. */
    final boolean truncated;

    private final long markerTtlMillis;
    private final long deadTtlMillis;
    private final Map<String, TaskView> tasks = new HashMap<>();
    private final Map<String, Ended> ended = new HashMap<>();
    private final Deque<Ended> endedInOrder = new ArrayDeque<>();
    private final Deque<Ended> deadInOrder = new ArrayDeque<>();

    /** Tasks that come after an open one, by its id. */
    private final Map<String, List<TaskView>> followers = new HashMap<>();

    private final Map<String, LaneView> lanes = new HashMap<>();
    private long places;
    private @Nullable TenantConfig config;

    TenantView(String name, int partition, boolean truncated, AuditOptions options) {
        this.name = name;
        this.partition = partition;
        this.truncated = truncated;
        this.markerTtlMillis = options.markerTtl().toMillis();
        this.deadTtlMillis = Math.max(markerTtlMillis, options.deadTtl().toMillis());
    }

    /** A task that was accepted and has not ended; null for any other. */
    @Nullable
    TaskView task(String id) {
        return tasks.get(id);
    }

    /** What is remembered of a task that has ended; null for any other. */
    @Nullable
    Ended ended(String id) {
        return ended.get(id);
    }

    /** Stands for the request that a task was accepted with; 0 when that is not known. */
    long body(String id) {
        TaskView task = tasks.get(id);
        if (task != null) {
            return task.body;
        }
        Ended marker = ended.get(id);
        return marker == null ? 0 : marker.body();
    }

    /** Roles of lanes that have or had work. */
    Collection<String> roles() {
        return lanes.keySet();
    }

    Collection<TaskView> openTasks() {
        return tasks.values();
    }

    LaneView lane(String role) {
        return lanes.computeIfAbsent(role, r -> new LaneView());
    }

    /** The configuration in force, null before the first. */
    @Nullable
    TenantConfig config() {
        return config;
    }

    /** The lane cap in force: 0 for a role that is disabled or not allocated. */
    int cap(String role) {
        if (config == null || config.getDeleted() || config.getFlow() == Flow.FLOW_PAUSED) {
            return 0;
        }
        for (Allocation allocation : config.getAllocationsList()) {
            if (allocation.getRole().equals(role)) {
                boolean open = allocation.getEnabled() && allocation.getFlow() != Flow.FLOW_PAUSED;
                return open ? allocation.getMaxConcurrent() : 0;
            }
        }
        return 0;
    }

    /** Live grants and leases of all lanes. */
    int live() {
        return lanes.values().stream().mapToInt(lane -> lane.live).sum();
    }

    void apply(Event event) {
        KindCase kind = event.getKindCase();
        if (kind == KindCase.CONFIGURED) {
            config = event.getConfigured().getConfig();
            return;
        }
        if (kind == KindCase.ACCEPTED) {
            accept(event);
            return;
        }
        if (kind == KindCase.REPLAYED) {
            replay(event);
            return;
        }
        TaskView task = tasks.get(event.getTask().getTaskId());
        if (task != null) {
            advance(task, event);
        }
    }

    private void accept(Event event) {
        String id = event.getTask().getTaskId();
        if (!tasks.containsKey(id)) {
            TaskView task = new TaskView(event.getTask(), event.getAccepted());
            task.place = places++;
            tasks.put(id, task);
            ended.remove(id);
            for (String parent : task.awaited) {
                followers.computeIfAbsent(parent, p -> new ArrayList<>(1)).add(task);
            }
            if (!task.awaited.isEmpty() || event.getAccepted().getNotBeforeMillis() > event.getAtMillis()) {
                task.state = State.WAITING;
                task.notBefore =
                        Math.max(event.getAtMillis(), event.getAccepted().getNotBeforeMillis());
            } else {
                enqueue(task, event.getAtMillis());
            }
        }
    }

    private void enqueue(TaskView task, long at) {
        task.queuedAt = at;
        lane(task.role).enqueue(task);
    }

    private void advance(TaskView task, Event event) {
        switch (event.getKindCase()) {
            case GRANTED -> {
                move(task, State.GRANTED, event.getAtMillis());
                task.attempt = event.getGranted().getAttempt();
                task.deadline = event.getGranted().getStartByMillis();
            }
            case STARTED -> {
                move(task, State.RUNNING, event.getAtMillis());
                task.worker = event.getStarted().getWorkerId();
                task.deadline = event.getStarted().getLeaseUntilMillis();
            }
            case RENEWED -> task.deadline = event.getRenewed().getLeaseUntilMillis();
            case RETRY_SCHEDULED -> {
                move(task, State.WAITING, event.getAtMillis());
                task.endedAttempts = Math.max(task.endedAttempts, task.attempt);
                task.notBefore = event.getRetryScheduled().getNotBeforeMillis();
            }
            case DEFERRED -> {
                move(task, State.WAITING, event.getAtMillis());
                task.notBefore = event.getDeferred().getNotBeforeMillis();
            }
            case QUEUED -> move(task, State.QUEUED, event.getAtMillis());
            case SUCCEEDED, DEAD, CANCELLED, EXPIRED -> end(task, event);
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> {
                // These leave the task where it is.
            }
        }
    }

    private void move(TaskView task, State to, long at) {
        LaneView lane = lane(task.role);
        if (task.state == State.QUEUED) {
            lane.dequeue(task);
        }
        boolean wasLive = task.isLive();
        task.state = to;
        if (to == State.QUEUED) {
            enqueue(task, at);
        }
        lane.live += (task.isLive() ? 1 : 0) - (wasLive ? 1 : 0);
    }

    private void end(TaskView task, Event event) {
        move(task, State.WAITING, event.getAtMillis());
        tasks.remove(task.id);
        boolean dead = event.getKindCase() == KindCase.DEAD;
        if (dead) {
            task.endedAttempts = Math.max(task.endedAttempts, task.attempt);
        }
        Ended marker = new Ended(task.id, event.getKindCase(), event.getAtMillis(), task.body, dead ? task : null);
        ended.put(task.id, marker);
        (dead ? deadInOrder : endedInOrder).addLast(marker);
        List<TaskView> following = followers.remove(task.id);
        if (following != null) {
            following.forEach(follower -> parentEnded(follower, task.id, event));
        }
    }

    private static void parentEnded(TaskView follower, String parent, Event event) {
        if (event.hasSucceeded()) {
            follower.awaited.remove(parent);
        } else if (follower.orphanedBy == null) {
            follower.orphanedBy = event.getKindCase();
        }
        if (follower.awaited.isEmpty()) {
            follower.notBefore = Math.max(follower.notBefore, event.getAtMillis());
        }
    }

    private void replay(Event event) {
        Ended marker = ended.get(event.getTask().getTaskId());
        TaskView task = marker == null ? null : marker.dead();
        if (task == null) {
            return;
        }
        ended.remove(task.id);
        tasks.put(task.id, task);
        task.endedAttempts = event.getReplayed().getAttempt() - 1;
        task.maxAttempts = event.getReplayed().getMaxAttempts();
        task.counts = event.getReplayed().getRecounts();
        task.place = places++;
        task.state = State.QUEUED;
        enqueue(task, event.getAtMillis());
    }

    /** Lets go of what the engine has forgotten too by {@code now}, engine clock. */
    void forget(long now) {
        forget(endedInOrder, now - markerTtlMillis);
        forget(deadInOrder, now - deadTtlMillis);
    }

    private void forget(Deque<Ended> inOrder, long until) {
        while (!inOrder.isEmpty() && inOrder.getFirst().atMillis() <= until) {
            Ended oldest = inOrder.removeFirst();
            ended.remove(oldest.id(), oldest);
        }
    }
}
