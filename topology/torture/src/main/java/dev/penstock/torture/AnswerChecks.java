package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.CampaignCancelled;
import dev.penstock.admission.Event.CampaignProgressed;
import dev.penstock.admission.Event.Cancelled;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.Conflict;
import dev.penstock.admission.Event.Dead;
import dev.penstock.admission.Event.DeadForgotten;
import dev.penstock.admission.Event.Deferred;
import dev.penstock.admission.Event.Duplicate;
import dev.penstock.admission.Event.Expired;
import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.Rejected;
import dev.penstock.admission.Event.Renewed;
import dev.penstock.admission.Event.Replayed;
import dev.penstock.admission.Event.Requeued;
import dev.penstock.admission.Event.ResultRejected;
import dev.penstock.admission.Event.RetryScheduled;
import dev.penstock.admission.Event.RoleConfigured;
import dev.penstock.admission.Event.Started;
import dev.penstock.admission.Event.Succeeded;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Signal;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Usage;
import dev.penstock.torture.TaskModel.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds what came of a command against the command: each has the one answer that its task's state calls for, the answer says what the command
 * said, nothing happens that nobody asked for, and no command does more than one may do.
 */
final class AnswerChecks {
    private static final Set<String> ENDED_BY_TIME = Set.of("lease_lapsed", "attempt_timeout");

    private final Policy policy;
    private final RolesModel roles;

    private final PlanModel plans;

    AnswerChecks(Policy policy, RolesModel roles, PlanModel plans) {
        this.policy = policy;
        this.roles = roles;
        this.plans = plans;
    }

    /** The kinds of event of which the command must bring exactly one; empty when it must bring none. Asked before its events are applied. */
    Set<Class<? extends Event>> expected(Command command, @Nullable TenantModel tenant) {
        return switch (command) {
            case Command.Submit c ->
                task(tenant, c.taskId()) == null
                        ? Set.of(Accepted.class, Rejected.class)
                        : Set.of(Duplicate.class, Conflict.class);
            case Command.Start c -> started(task(tenant, c.taskId()), c);
            case Command.Renew c -> fenced(tenant, c.taskId(), c.attempt(), c.workerId(), Renewed.class);
            case Command.Complete c -> {
                TaskModel task = task(tenant, c.taskId());
                boolean right =
                        c.plan() == null || tenant != null && task != null && plans.allows(tenant, task, c.plan());
                yield fenced(tenant, c.taskId(), c.attempt(), c.workerId(), right ? Succeeded.class : Dead.class);
            }
            case Command.Fail c -> {
                TaskModel task = task(tenant, c.taskId());
                boolean more = task != null && c.retryable() && c.attempt() < task.maxAttempts;
                yield fenced(tenant, c.taskId(), c.attempt(), c.workerId(), more ? RetryScheduled.class : Dead.class);
            }
            case Command.Defer c -> fenced(tenant, c.taskId(), c.attempt(), c.workerId(), Deferred.class);
            case Command.Cancel c -> {
                TaskModel task = task(tenant, c.taskId());
                yield task == null || task.phase == Phase.ENDED ? Set.of() : Set.of(Cancelled.class);
            }
            case Command.CancelCampaign c ->
                tenant != null && tenant.campaigns.runs(c.campaign()) && !tenant.campaigns.cancelled(c.campaign())
                        ? Set.of(CampaignCancelled.class)
                        : Set.of();
            case Command.Replay c -> {
                TaskModel task = task(tenant, c.taskId());
                if (tenant == null || task == null) {
                    yield Set.of();
                }
                boolean may = task.dead && plans.opens(tenant, task.ref.role(), task.estimate(), 1);
                yield Set.of(may ? Replayed.class : ResultRejected.class);
            }
            case Command.Configure c ->
                tenant == null || tenant.config == null || c.config().version() > tenant.config.version()
                        ? Set.of(Configured.class)
                        : Set.of();
            case Command.ConfigureRole c ->
                c.config().version() > roles.get(c.config().role()).version() ? Set.of(RoleConfigured.class) : Set.of();
            case Command.Tick _ -> Set.of();
        };
    }

    private static Set<Class<? extends Event>> started(@Nullable TaskModel task, Command.Start c) {
        if (task != null && task.attempt == c.attempt()) {
            if (task.phase == Phase.GRANTED) {
                return Set.of(Started.class);
            } else if (task.phase == Phase.RUNNING && task.worker.equals(c.workerId())) {
                return Set.of();
            }
        }
        return Set.of(ResultRejected.class);
    }

    /** I7: only the word of who holds the lease of the live attempt counts. */
    private static Set<Class<? extends Event>> fenced(
            @Nullable TenantModel tenant, UUID taskId, int attempt, String worker, Class<? extends Event> answer) {
        TaskModel task = task(tenant, taskId);
        boolean holder =
                task != null && task.phase == Phase.RUNNING && task.attempt == attempt && task.worker.equals(worker);
        return Set.of(holder ? answer : ResultRejected.class);
    }

    private static @Nullable TaskModel task(@Nullable TenantModel tenant, UUID id) {
        return tenant == null ? null : tenant.tasks.get(id);
    }

    void judge(Command command, Set<Class<? extends Event>> expected, long now, List<Event> events) {
        int answers = 0;
        int grants = 0;
        int steps = 0;
        int planned = 0;
        for (Event event : events) {
            if (event instanceof Accepted e && command instanceof Command.Complete c) {
                require(isPlanned(c, planned++, e), "I19", "%s was not planned so", event);
            } else if (isAnswer(event)) {
                answers++;
                require(expected.contains(event.getClass()), "answer", "%s to %s", event, command);
                require(saysTheSame(command, event), "answer", "%s says another than %s", event, command);
            } else if (event instanceof Granted) {
                grants++;
            } else {
                steps += switch (event) {
                    case MarkersForgotten e -> e.count();
                    case DeadForgotten e -> e.count();
                    case ClockAdvanced _, CampaignProgressed _ -> 0;
                    case Event _ -> 1;
                };
            }
            requireWait(command, event, now);
        }
        require(
                answers == (expected.isEmpty() ? 0 : 1),
                command instanceof Command.Submit ? "I19" : "answer",
                "%d answers to %s",
                answers,
                command);
        int inPlan = planSize(command, events);
        require(planned == inPlan, "I19", "%d tasks of a plan of %d", planned, inPlan);
        require(grants <= policy.maxGrantsPerCommand(), "bound", "%d grants for one command", grants);
        require(steps <= policy.maxExpiriesPerCommand(), "bound", "%d expiries for one command", steps);
    }

    /** Tasks that must have been accepted with a planner's success. */
    private static int planSize(Command command, List<Event> events) {
        boolean done = events.stream().anyMatch(e -> e instanceof Succeeded);
        return done && command instanceof Command.Complete c && c.plan() != null
                ? c.plan().tasks().size()
                : 0;
    }

    /** Whether a task was accepted as the one at a place of its plan. */
    private boolean isPlanned(Command.Complete c, int place, Accepted e) {
        if (c.plan() == null || place >= c.plan().tasks().size()) {
            return false;
        }
        PlannedTask task = c.plan().tasks().get(place);
        Set<UUID> after = new HashSet<>();
        c.plan().tasks().stream()
                .filter(other -> task.after().contains(other.name()))
                .forEach(other -> after.add(other.taskId()));
        return e.task().taskId().equals(task.taskId())
                && e.task().role().equals(task.role())
                && (plans.plans(task.role()) || e.task().tier() == task.tier())
                && c.taskId().equals(e.origin().planner())
                && e.origin().name().equals(task.name())
                && Set.copyOf(e.origin().after()).equals(after)
                && e.payload() == task.payload()
                && e.maxAttempts() == (task.maxAttempts() > 0 ? task.maxAttempts() : policy.defaultMaxAttempts())
                && e.digest().equals(task.digest());
    }

    /** Whether somebody's command must have asked for it; other events come of time. */
    private static boolean isAnswer(Event event) {
        return switch (event) {
            case Accepted _, Rejected _, Duplicate _, Conflict _, ResultRejected _, Configured _, RoleConfigured _ ->
                true;
            case Started _, Renewed _, Succeeded _, Replayed _, CampaignCancelled _ -> true;
            case RetryScheduled e -> !ENDED_BY_TIME.contains(e.cause());
            case Dead e -> !ENDED_BY_TIME.contains(e.cause());
            case Deferred e -> !e.reason().equals("grant_lapsed");
            case Cancelled e -> e.reason().equals("asked for");
            case Granted _,
                    Requeued _,
                    Expired _,
                    ClockAdvanced _,
                    MarkersForgotten _,
                    DeadForgotten _,
                    CampaignProgressed _ -> false;
        };
    }

    private boolean saysTheSame(Command command, Event event) {
        return switch (command) {
            case Command.Submit c -> event instanceof Event.TaskEvent e && saysTheSame(c, e);
            case Command.Start c ->
                event instanceof Started e
                        ? e.workerId().equals(c.workerId())
                        : refuses(event, c.attempt(), c.workerId());
            case Command.Renew c ->
                event instanceof Renewed e
                        ? Objects.equals(e.progress(), c.progress())
                        : refuses(event, c.attempt(), c.workerId());
            case Command.Complete c ->
                switch (event) {
                    case Succeeded e ->
                        e.usage().equals(c.usage()) && e.output().equals(c.output());
                    case Dead e -> e.usage().equals(c.usage()) && e.cause().equals("invalid_plan");
                    case Event _ -> refuses(event, c.attempt(), c.workerId());
                };
            case Command.Fail c
            when event instanceof RetryScheduled e ->
                e.usage().equals(c.usage()) && e.cause().equals(c.kind());
            case Command.Fail c
            when event instanceof Dead e ->
                e.usage().equals(c.usage()) && e.cause().equals(c.kind());
            case Command.Fail c -> refuses(event, c.attempt(), c.workerId());
            case Command.Defer c ->
                event instanceof Deferred e
                        ? e.reason().equals(c.reason()) && e.usage().equals(c.usage())
                        : refuses(event, c.attempt(), c.workerId());
            case Command.Cancel c -> event instanceof Cancelled e && e.reason().equals(c.reason());
            case Command.CancelCampaign c ->
                event instanceof CampaignCancelled e
                        && e.campaign().equals(c.campaign())
                        && e.reason().equals(c.reason());
            case Command.Replay c ->
                switch (event) {
                    case Replayed e -> e.reason().equals(c.reason());
                    case ResultRejected e -> e.signal() == Signal.REPLAY;
                    case Event _ -> false;
                };
            case Command.Configure c ->
                event instanceof Configured e && e.config().equals(c.config());
            case Command.ConfigureRole c ->
                event instanceof RoleConfigured e && e.config().equals(c.config());
            case Command.Tick _ -> false;
        };
    }

    private boolean saysTheSame(Command.Submit c, Event.TaskEvent event) {
        Event.TaskRef ref = event.task();
        boolean same = ref.tenant().equals(c.tenant()) && ref.taskId().equals(c.taskId());
        if (event instanceof Accepted || event instanceof Rejected) {
            // A repeat is answered with what the first submission said.
            same = same
                    && ref.role().equals(c.role())
                    && (ref.tier() == c.tier() || event instanceof Accepted && plans.plans(c.role()))
                    && ref.campaign().equals(campaign(c, event));
        }
        if (event instanceof Accepted e) {
            int attempts = c.maxAttempts() > 0 ? c.maxAttempts() : policy.defaultMaxAttempts();
            same = same
                    && e.maxAttempts() == attempts
                    && e.digest().equals(c.digest())
                    && e.labels().equals(c.labels())
                    && e.payload() == c.payload()
                    && e.options().equals(withEstimate(c.options(), e.options().estimateMicros()));
        }
        return same;
    }

    /** A planner's campaign goes by its task's id when nobody has named it. */
    private String campaign(Command.Submit c, Event event) {
        boolean unnamed = event instanceof Accepted
                && plans.plans(c.role())
                && c.campaign().isEmpty();
        return unnamed ? c.taskId().toString() : c.campaign();
    }

    private static TaskOptions withEstimate(TaskOptions asked, long micros) {
        return asked.estimateMicros() > 0 ? asked : asked.withEstimate(micros);
    }

    private static boolean refuses(Event event, int attempt, String worker) {
        return event instanceof ResultRejected e
                && e.attempt() == attempt
                && e.workerId().equals(worker);
    }

    /** Waits grow with the attempts, honour what was asked for, and have a bound. */
    private void requireWait(Command command, Event event, long now) {
        if (event instanceof RetryScheduled e) {
            boolean asked = command instanceof Command.Fail && isAnswer(event);
            long least = asked ? ((Command.Fail) command).retryAfterMillis() : 0;
            requireBackOff(e.attempt(), least, e.notBefore() - now);
            require(asked || e.usage().equals(Usage.NONE), "answer", "a lapsed attempt has used %s", e.usage());
        } else if (event instanceof Deferred e && isAnswer(event) && command instanceof Command.Defer c) {
            long delay = Math.clamp(c.delayMillis(), 0, policy.backoffMax().toMillis());
            require(
                    e.notBefore() - now == delay,
                    "back-off",
                    "%d ms where %d were asked for",
                    e.notBefore() - now,
                    delay);
        } else if (event instanceof Deferred e) {
            requireBackOff(1, 0, e.notBefore() - now);
        }
    }

    private void requireBackOff(int attempt, long least, long wait) {
        long max = policy.backoffMax().toMillis();
        long full = Math.min(max, policy.backoffBase().toMillis() * (1L << (attempt - 1)));
        long from = Math.min(max, Math.max(full / 2, least));
        long to = Math.max(full, from);
        require(wait >= from && wait <= to, "back-off", "%d ms is not between %d and %d", wait, from, to);
    }
}
