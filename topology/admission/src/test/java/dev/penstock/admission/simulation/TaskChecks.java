package dev.penstock.admission.simulation;

import static dev.penstock.admission.simulation.Checks.require;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.Event.TaskEvent;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Signal;
import dev.penstock.admission.Tier;
import dev.penstock.admission.simulation.TaskModel.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each event about a task may find, and what it makes of it. */
final class TaskChecks {
    private final Policy policy;

    TaskChecks(Policy policy) {
        this.policy = policy;
    }

    /** Judges an event and applies it to the model. Returns the task after it, null where there is none. */
    @Nullable
    TaskModel judge(
            long now, Command command, @Nullable TenantModel tenant, @Nullable TaskModel task, TaskEvent event) {
        if (tenant == null) {
            requireStranger(event);
            return null;
        }
        switch (event) {
            case Accepted e -> {
                return accepted(now, tenant, task, e);
            }
            case Rejected e -> rejected(tenant, task, e);
            case Duplicate _ -> repeated(command, task, true);
            case Conflict _ -> repeated(command, task, false);
            case ResultRejected e -> refused(task, e);
            case Granted e -> granted(now, tenant, open(task), e);
            case Started e -> started(now, tenant, open(task), e);
            case Renewed e -> {
                requireRunning(open(task), e.attempt());
                requireHolder(command, open(task));
                open(task).deadline = requireLease(now, e.leaseUntil());
            }
            case RetryScheduled e -> retried(now, command, tenant, open(task), e);
            case Deferred e -> deferred(now, command, tenant, open(task), e);
            case Requeued _ -> {
                require(open(task).phase == Phase.WAITING, "I5", "requeued though %s", open(task).phase);
                require(open(task).deadline <= now, "I6", "a wait ended early");
                tenant.enter(open(task), Phase.QUEUED);
            }
            case Succeeded e -> {
                requireRunning(open(task), e.attempt());
                requireHolder(command, open(task));
                tenant.enter(open(task), Phase.ENDED);
            }
            case Dead e -> dead(now, command, tenant, open(task), e);
            case Cancelled e -> {
                require(e.attempt() == open(task).liveAttempt(), "I5", "cancelled another attempt than the live one");
                tenant.enter(open(task), Phase.ENDED);
            }
        }
        return task;
    }

    /** I3 and I4: only tasks that were accepted and have not ended have a history. */
    private static TaskModel open(@Nullable TaskModel task) {
        require(task != null, "I5", "an event for a task never accepted");
        if (task == null || task.phase == Phase.ENDED) {
            throw new AssertionError("I4 is broken: an event after the end");
        }
        return task;
    }

    private static void requireStranger(TaskEvent event) {
        boolean right = event instanceof Rejected e && e.reason() == RejectionReason.UNKNOWN_TENANT
                || event instanceof ResultRejected;
        require(right, "tenants", "an unknown tenant has a history");
    }

    private TaskModel accepted(long now, TenantModel tenant, @Nullable TaskModel known, Accepted e) {
        require(known == null, "I2", "accepted again while remembered");
        LaneConfig lane = tenant.lane(e.task().role());
        require(lane != null && lane.enabled() && !tenant.deleted(), "door", "accepted in a closed lane");
        require(tenant.pending() < maxBacklog(tenant), "door", "accepted over the backlog");
        require(e.task().acceptedAt() == now && e.maxAttempts() > 0, "door", "odd terms");
        return new TaskModel(e);
    }

    private void rejected(TenantModel tenant, @Nullable TaskModel known, Rejected e) {
        require(known == null, "I9", "rejected though remembered");
        LaneConfig lane = tenant.lane(e.task().role());
        boolean right =
                switch (e.reason()) {
                    case UNKNOWN_TENANT -> false;
                    case TENANT_DELETED -> tenant.deleted();
                    case ROLE_NOT_ALLOCATED -> lane == null;
                    case ROLE_DISABLED -> lane != null && !lane.enabled();
                    case BACKLOG_FULL -> tenant.pending() >= maxBacklog(tenant);
                };
        require(right, "door", "rejected without reason");
    }

    private long maxBacklog(TenantModel tenant) {
        int own = tenant.config == null ? 0 : tenant.config.maxBacklog();
        return own > 0 ? own : policy.defaultMaxBacklog();
    }

    private static void repeated(Command command, @Nullable TaskModel known, boolean same) {
        boolean equal = known != null
                && command instanceof Command.Submit s
                && s.digest().equals(known.accepted.digest());
        require(known != null && equal == same, "I9", "a repeat was misjudged");
    }

    private static void refused(@Nullable TaskModel task, ResultRejected e) {
        if (task != null && task.attempt == e.attempt()) {
            boolean holder = task.phase == Phase.RUNNING && task.worker.equals(e.workerId());
            boolean first = task.phase == Phase.GRANTED && e.signal() == Signal.START;
            require(!holder && !first, "I7", "the live attempt was refused");
        }
    }

    private void granted(long now, TenantModel tenant, TaskModel task, Granted e) {
        String role = task.ref.role();
        require(task.phase == Phase.QUEUED, "I5", "granted though %s", task.phase);
        int live = tenant.live(role) + 1;
        require(live <= tenant.cap(role), "I1", "%d live with a cap of %d", live, tenant.cap(role));
        require(e.live() == live && e.cap() == tenant.cap(role), "I10", "counts %d of %d", e.live(), e.cap());
        require(tenant.config != null && e.configVersion() == tenant.config.version(), "I18", "another version");
        require(e.attempt() == task.attempt, "I6", "attempt %d is next", task.attempt);
        require(e.attempt() <= task.accepted.maxAttempts(), "I6", "too many attempts");
        for (Tier tier : Tier.values()) {
            List<TaskModel> queue = tenant.queue(role, tier);
            if (tier == task.ref.tier()) {
                require(queue.getFirst() == task, "I8", "%s has waited longer", queue.getFirst().ref);
                break;
            }
            require(queue.isEmpty(), "I8", "%s waits in a higher tier", queue);
        }
        require(e.startBy() == now + policy.startTimeout().toMillis(), "I6", "an odd time to start by");
        tenant.enter(task, Phase.GRANTED);
        task.deadline = e.startBy();
    }

    private void started(long now, TenantModel tenant, TaskModel task, Started e) {
        require(
                task.phase == Phase.GRANTED && e.attempt() == task.attempt,
                "I7",
                "attempt %d is %s",
                task.attempt,
                task.phase);
        tenant.enter(task, Phase.RUNNING);
        task.worker = e.workerId();
        task.deadline = requireLease(now, e.leaseUntil());
    }

    private long requireLease(long now, long leaseUntil) {
        require(leaseUntil == now + policy.lease().toMillis(), "I6", "an odd lease");
        return leaseUntil;
    }

    private void retried(long now, Command command, TenantModel tenant, TaskModel task, RetryScheduled e) {
        requireRunning(task, e.attempt());
        require(e.attempt() < task.accepted.maxAttempts(), "I6", "a retry beyond the last attempt");
        requireCause(now, command, task, e.cause());
        wait(now, tenant, task, e.notBefore());
        task.attempt++;
    }

    private void dead(long now, Command command, TenantModel tenant, TaskModel task, Dead e) {
        requireRunning(task, e.attempt());
        boolean hopeless = command instanceof Command.Fail f
                && !f.retryable()
                && f.taskId().equals(task.ref.taskId());
        require(hopeless || e.attempt() == task.accepted.maxAttempts(), "I6", "dead with attempts left");
        requireCause(now, command, task, e.cause());
        tenant.enter(task, Phase.ENDED);
    }

    private static void requireCause(long now, Command command, TaskModel task, String cause) {
        if (cause.equals("lease_lapsed")) {
            require(task.deadline <= now, "I6", "a lease lapsed early");
        } else {
            requireHolder(command, task);
        }
    }

    private void deferred(long now, Command command, TenantModel tenant, TaskModel task, Deferred e) {
        require(e.attempt() == task.attempt && task.live(), "I7", "attempt %d is %s", task.attempt, task.phase);
        if (task.phase == Phase.GRANTED) {
            require(e.reason().equals("grant_lapsed") && task.deadline <= now, "I6", "a grant lapsed early");
        } else {
            requireHolder(command, task);
        }
        wait(now, tenant, task, e.notBefore());
    }

    private void wait(long now, TenantModel tenant, TaskModel task, long notBefore) {
        long wait = notBefore - now;
        require(wait >= 0 && wait <= policy.backoffMax().toMillis(), "back-off", "of %d ms", wait);
        tenant.enter(task, Phase.WAITING);
        task.deadline = notBefore;
    }

    /** I7: only the live attempt counts. */
    private static void requireRunning(TaskModel task, int attempt) {
        require(
                task.phase == Phase.RUNNING && task.attempt == attempt,
                "I7",
                "attempt %d is %s",
                task.attempt,
                task.phase);
    }

    private static void requireHolder(Command command, TaskModel task) {
        String worker =
                switch (command) {
                    case Command.Renew c -> c.workerId();
                    case Command.Complete c -> c.workerId();
                    case Command.Fail c -> c.workerId();
                    case Command.Defer c -> c.workerId();
                    case Command.Submit _, Command.Start _, Command.Cancel _, Command.Configure _, Command.Tick _ ->
                        "nobody";
                };
        require(worker.equals(task.worker), "I7", "%s ended what %s holds", worker, task.worker);
    }
}
