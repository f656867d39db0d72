package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Expired;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.Replayed;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.Event.TaskEvent;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Months;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Usage;
import dev.penstock.torture.TaskModel.Phase;
import org.jspecify.annotations.Nullable;

/** What each event about a task may find, and what it makes of it. */
final class TaskChecks {
    private final Policy policy;
    private final RolesModel roles;

    private final PlanModel plans;
    private final DoorChecks door;

    TaskChecks(Policy policy, RolesModel roles, PlanModel plans) {
        this.policy = policy;
        this.roles = roles;
        this.plans = plans;
        this.door = new DoorChecks(roles, plans);
    }

    /** What the end of a task is called. */
    static String how(TaskEvent end) {
        return switch (end) {
            case Succeeded _ -> "succeeded";
            case Dead _ -> "dead";
            case Cancelled _ -> "cancelled";
            case Expired _ -> "expired";
            case TaskEvent e -> throw new IllegalArgumentException("No end: " + e);
        };
    }

    /** Judges an event and applies it to the model. Returns the task after it, null where there is none. */
    @Nullable
    TaskModel judge(
            long now,
            long place,
            Command command,
            @Nullable TenantModel tenant,
            @Nullable TaskModel task,
            TaskEvent event) {
        if (tenant == null) {
            requireStranger(event);
            return null;
        }
        switch (event) {
            case Accepted e -> {
                return door.accepted(now, place, command, tenant, task, e);
            }
            case Rejected e -> door.rejected(command, tenant, task, e);
            case Duplicate _ -> repeated(command, task, true);
            case Conflict _ -> repeated(command, task, false);
            case ResultRejected e -> RefusalChecks.refused(now, command, tenant, task, e);
            case Granted e -> granted(now, tenant, open(task), e);
            case Started e -> started(now, command, tenant, open(task), e);
            case Renewed e -> {
                requireRunning(open(task), e.attempt());
                requireHolder(command, open(task));
                renewed(now, command, open(task), e);
            }
            case RetryScheduled e -> retried(now, command, tenant, open(task), e);
            case Deferred e -> deferred(now, command, tenant, open(task), e);
            case Requeued _ -> {
                require(open(task).phase == Phase.WAITING, "I5", "requeued though %s", open(task).phase);
                require(open(task).awaited.isEmpty(), "I5", "requeued before %s", open(task).awaited);
                require(open(task).deadline <= now, "I6", "a wait ended early");
                tenant.enter(open(task), Phase.QUEUED, now);
            }
            case Succeeded e -> {
                requireRunning(open(task), e.attempt());
                requireHolder(command, open(task));
                book(now, tenant, open(task), e.usage(), 0);
                tenant.books.learnPrice(e.task().role(), e.usage().costMicros());
                tenant.campaigns.succeeded(open(task));
                tenant.enter(open(task), Phase.ENDED, now);
            }
            case Replayed e -> replayed(now, place, tenant, task, e);
            case Dead e -> dead(now, command, tenant, open(task), e);
            case Cancelled e -> {
                require(e.attempt() == open(task).liveAttempt(), "I5", "cancelled another attempt than the live one");
                requireReason(tenant, open(task), e.reason());
                book(now, tenant, open(task), Usage.NONE, e.unknownMicros());
                tenant.campaigns.cancelled(open(task));
                tenant.enter(open(task), Phase.ENDED, now);
            }
            case Expired e -> expired(now, tenant, open(task), e);
        }
        return task;
    }

    private static void requireReason(TenantModel tenant, TaskModel task, String reason) {
        boolean right =
                switch (reason) {
                    case "tenant_deleted" -> tenant.deleted();
                    case "campaign_cancelled" ->
                        tenant.campaigns.runsFor(task) && tenant.campaigns.cancelled(task.ref.campaign());
                    case "asked for" -> true;
                    default -> reason.equals(task.orphanedBy);
                };
        require(right, "I5", "cancelled for no reason, it is %s", task.orphanedBy);
    }

    private void replayed(long now, long place, TenantModel tenant, @Nullable TaskModel task, Replayed e) {
        if (task == null || task.phase != Phase.ENDED || !task.dead) {
            throw new InvariantViolation("I4", "replayed though not dead");
        }
        require(plans.opens(tenant, task.ref.role(), task.estimate(), 1), "door", "replayed in a closed lane");
        require(e.attempt() == task.attempt + 1, "I6", "attempt %d was the last", task.attempt);
        require(e.maxAttempts() == task.attempt + policy.defaultMaxAttempts(), "I6", "another number of attempts");
        boolean ran = tenant.campaigns.runsFor(task);
        boolean recounts = task.run > 0 && (ran || plans.plans(task.ref.role()));
        require(e.recounts() == recounts, "campaign", "it counts otherwise");
        if (ran) {
            tenant.campaigns.revived(task);
        } else if (recounts) {
            tenant.campaigns.accepted(task);
        } else {
            task.run = 0;
        }
        task.attempt = e.attempt();
        task.maxAttempts = e.maxAttempts();
        task.timeless = true;
        task.dead = false;
        task.endedAt = TaskModel.NEVER;
        task.place = place;
        if (task.countedMonth != Months.of(now)) {
            task.countedMonth = 0;
        }
        tenant.enter(task, Phase.QUEUED, now);
    }

    /** I3 and I4: only tasks that were accepted and have not ended have a history. */
    private static TaskModel open(@Nullable TaskModel task) {
        require(task != null, "I5", "an event for a task never accepted");
        if (task == null || task.phase == Phase.ENDED) {
            throw new InvariantViolation("I4", "an event after the end");
        }
        return task;
    }

    private static void requireStranger(TaskEvent event) {
        boolean right = event instanceof Rejected e && e.reason() == RejectionReason.UNKNOWN_TENANT
                || event instanceof ResultRejected;
        require(right, "tenants", "an unknown tenant has a history");
    }

    private static void repeated(Command command, @Nullable TaskModel known, boolean same) {
        boolean equal = known != null
                && command instanceof Command.Submit s
                && s.digest().equals(known.accepted.digest());
        require(known != null && equal == same, "I9", "a repeat was misjudged");
    }

    private void granted(long now, TenantModel tenant, TaskModel task, Granted e) {
        String role = task.ref.role();
        require(task.phase == Phase.QUEUED, "I5", "granted though %s", task.phase);
        boolean stopped = tenant.campaigns.runsFor(task) && tenant.campaigns.cancelled(task.ref.campaign());
        require(!stopped, "I5", "granted though its campaign is to be cancelled");
        int live = tenant.live(role) + 1;
        require(live <= tenant.cap(role), "I1", "%d live with a cap of %d", live, tenant.cap(role));
        require(e.live() == live && e.cap() == tenant.cap(role), "I10", "counts %d of %d", e.live(), e.cap());
        require(tenant.config != null && e.configVersion() == tenant.config.version(), "I18", "another version");
        require(e.attempt() == task.attempt, "I6", "attempt %d is next", task.attempt);
        require(e.attempt() <= task.maxAttempts, "I6", "too many attempts");
        TaskModel head = tenant.head(role, now, policy.ageAfter().toMillis());
        require(head == task, "I8", "%s is next", head);
        require(roles.live(role) < roles.cap(role), "I1", "the role has %d live", roles.live(role));
        require(tenant.live() < RoomModel.tenantCap(tenant), "I1", "the tenant has %d live", tenant.live());
        require(
                RoomModel.affordable(now, tenant, task),
                "I12",
                "granted beyond the budget, %d used",
                tenant.books.used(now));
        require(RoomModel.countable(now, tenant, task), "I12", "granted beyond the month's tasks");
        require(e.reservedMicros() == task.estimate(), "I12", "%d reserved", e.reservedMicros());
        tenant.books.reserve(e.reservedMicros());
        if (task.countedMonth == 0) {
            task.countedMonth = Months.of(now);
            tenant.books.count(role, task.countedMonth, 1);
        }
        roles.held(role, 1);
        LaneConfig lane = tenant.lane(role);
        require(lane != null && e.modelOverride().equals(lane.modelOverride()), "I18", "another model");
        require(e.startBy() == now + policy.startTimeout().toMillis(), "I6", "an odd time to start by");
        tenant.enter(task, Phase.GRANTED, now);
        task.deadline = e.startBy();
        task.grantedAt = now;
    }

    /** An attempt ended: what was reserved for it is released, and what it cost is booked. */
    private void book(long now, TenantModel tenant, TaskModel task, Usage usage, long unknownMicros) {
        require(unknownMicros == 0 || usage.equals(Usage.NONE), "I12", "both known and unknown");
        if (!task.live()) {
            require(unknownMicros == 0, "I12", "booked for an attempt that was not live");
            return;
        }
        tenant.books.release(task.estimate());
        roles.held(task.ref.role(), -1);
        if (task.phase == Phase.GRANTED) {
            require(unknownMicros == 0, "I12", "booked for an attempt that never ran");
            uncount(now, tenant, task);
        } else if (unknownMicros > 0) {
            require(unknownMicros == task.estimate(), "I12", "%d booked as unknown", unknownMicros);
            tenant.books.book(now, unknownMicros);
            tenant.campaigns.charged(task, unknownMicros);
            task.unknown.values().removeIf(unknown -> unknown.month() != Months.of(now));
            task.unknown.put(task.attempt, new TaskModel.Unknown(Months.of(now), task.worker));
        } else {
            tenant.books.book(now, usage.costMicros());
            tenant.campaigns.charged(task, usage.costMicros());
        }
    }

    private static void uncount(long now, TenantModel tenant, TaskModel task) {
        if (task.attempt == 1) {
            if (task.countedMonth == Months.of(now)) {
                tenant.books.count(task.ref.role(), task.countedMonth, -1);
            }
            task.countedMonth = 0;
        }
    }

    private void expired(long now, TenantModel tenant, TaskModel task, Expired e) {
        require(e.attempt() == task.liveAttempt(), "I5", "expired with another attempt than the live one");
        boolean right = e.reason().equals("not_ended_in_time") ? task.endOverdue(now) : task.startOverdue(now);
        require(right, "I6", "expired early");
        require(e.unknownMicros() == task.unknownMicros(), "I12", "%d booked", e.unknownMicros());
        book(now, tenant, task, Usage.NONE, e.unknownMicros());
        tenant.enter(task, Phase.ENDED, now);
        tenant.campaigns.failed(task);
    }

    private void started(long now, Command command, TenantModel tenant, TaskModel task, Started e) {
        require(
                task.phase == Phase.GRANTED && e.attempt() == task.attempt,
                "I7",
                "attempt %d is %s",
                task.attempt,
                task.phase);
        long dispatchedAt = command instanceof Command.Start c ? c.dispatchedAt() : 0;
        long waited = now - Math.clamp(dispatchedAt, task.grantedAt, now);
        require(e.waitedMillis() == waited, "window", "it waited %d ms, not %d", waited, e.waitedMillis());
        tenant.enter(task, Phase.RUNNING, now);
        task.worker = e.workerId();
        task.startedAt = now;
        task.begun = true;
        task.deadline = requireLease(now, e.leaseUntil());
    }

    /** A lease is as long as was asked for, within its limit, and no heartbeat shortens it. */
    private void renewed(long now, Command command, TaskModel task, Renewed e) {
        long asked = command instanceof Command.Renew c ? c.leaseMillis() : 0;
        long lease = asked > 0
                ? Math.min(asked, policy.maxLease().toMillis())
                : policy.lease().toMillis();
        require(e.leaseUntil() == Math.max(task.deadline, now + lease), "I6", "an odd renewal");
        task.deadline = e.leaseUntil();
    }

    private long requireLease(long now, long leaseUntil) {
        require(leaseUntil == now + policy.lease().toMillis(), "I6", "an odd lease");
        return leaseUntil;
    }

    private void retried(long now, Command command, TenantModel tenant, TaskModel task, RetryScheduled e) {
        requireRunning(task, e.attempt());
        require(e.attempt() < task.maxAttempts, "I6", "a retry beyond the last attempt");
        requireCause(now, command, task, e.cause(), e.unknownMicros());
        book(now, tenant, task, e.usage(), e.unknownMicros());
        wait(now, tenant, task, e.notBefore());
        task.attempt++;
    }

    private void dead(long now, Command command, TenantModel tenant, TaskModel task, Dead e) {
        requireRunning(task, e.attempt());
        boolean hopeless = command instanceof Command.Fail f
                && !f.retryable()
                && f.taskId().equals(task.ref.taskId());
        boolean badPlan = command instanceof Command.Complete && e.cause().equals("invalid_plan");
        require(hopeless || badPlan || e.attempt() == task.maxAttempts, "I6", "dead with attempts left");
        requireCause(now, command, task, e.cause(), e.unknownMicros());
        book(now, tenant, task, e.usage(), e.unknownMicros());
        task.dead = true;
        tenant.enter(task, Phase.ENDED, now);
        tenant.campaigns.failed(task);
    }

    private static void requireCause(long now, Command command, TaskModel task, String cause, long unknownMicros) {
        boolean timedOut = cause.equals("attempt_timeout");
        if (timedOut || cause.equals("lease_lapsed")) {
            require(timedOut ? task.attemptOverdue(now) : task.deadline <= now, "I6", "%s early", cause);
            require(unknownMicros == task.estimate(), "I12", "%d booked as unknown", unknownMicros);
        } else {
            requireHolder(command, task);
            require(unknownMicros == 0, "I12", "unknown though told");
        }
    }

    private void deferred(long now, Command command, TenantModel tenant, TaskModel task, Deferred e) {
        require(e.attempt() == task.attempt && task.live(), "I7", "attempt %d is %s", task.attempt, task.phase);
        if (task.phase == Phase.GRANTED) {
            require(e.reason().equals("grant_lapsed") && task.deadline <= now, "I6", "a grant lapsed early");
        } else {
            requireHolder(command, task);
        }
        if (e.usage().costMicros() > 0) {
            book(now, tenant, task, e.usage(), 0);
        } else {
            tenant.books.release(task.estimate());
            roles.held(task.ref.role(), -1);
            uncount(now, tenant, task);
        }
        wait(now, tenant, task, e.notBefore());
    }

    private void wait(long now, TenantModel tenant, TaskModel task, long notBefore) {
        long wait = notBefore - now;
        require(wait >= 0 && wait <= policy.backoffMax().toMillis(), "back-off", "of %d ms", wait);
        tenant.enter(task, Phase.WAITING, now);
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
                    case Command.Submit _,
                            Command.Start _,
                            Command.Cancel _,
                            Command.CancelCampaign _,
                            Command.Replay _,
                            Command.Configure _,
                            Command.ConfigureRole _,
                            Command.Tick _ -> "nobody";
                };
        require(worker.equals(task.worker), "I7", "%s ended what %s holds", worker, task.worker);
    }
}
