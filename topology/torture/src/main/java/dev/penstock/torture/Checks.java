package dev.penstock.torture;

import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.CampaignCancelled;
import dev.penstock.admission.Event.CampaignProgressed;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.DeadForgotten;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.RoleConfigured;
import dev.penstock.admission.Event.TaskEvent;
import dev.penstock.admission.Event.TenantEvent;
import dev.penstock.admission.Policy;
import dev.penstock.torture.TaskModel.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds events and judges each against what came before it. Believes nothing but events, the commands that brought them, and the policy. */
final class Checks {
    private final Policy policy;
    private final Coverage coverage;
    private final RolesModel roles = new RolesModel();
    private final PlanModel plans;
    private final TaskChecks taskChecks;
    private final AnswerChecks answers;
    private final ShareChecks shares;
    private final Map<String, WindowChecks> windows = new HashMap<>();
    private final Map<String, TenantModel> tenants = new TreeMap<>();
    private final Deadlines deadlines = new Deadlines();

    /** Tasks of all tenants by phase. */
    private final long[] phases = new long[Phase.values().length];

    private final Deque<TaskModel> markers = new ArrayDeque<>();

    /** Those that may be replayed, in the order in which they died. */
    private final List<TaskModel> dead = new ArrayList<>();

    private final Map<String, Integer> unstarted = new HashMap<>();
    private long now;
    private long places;

    Checks(Policy policy, Coverage coverage) {
        this.policy = policy;
        this.coverage = coverage;
        this.plans = new PlanModel(policy, roles);
        this.taskChecks = new TaskChecks(policy, roles, plans);
        this.answers = new AnswerChecks(policy, roles, plans);
        this.shares = new ShareChecks(policy.precedence(), this::grantable);
    }

    /** Judges everything that came of one command, and what the engine says of itself after it. */
    void processed(Command command, long at, List<Event> events, Engine engine) {
        Set<Class<? extends Event>> expected = answers.expected(command, tenants.get(tenantOf(command)));
        long clock = Math.max(now, at);
        coverage.saw(command);
        for (Event event : events) {
            coverage.saw(event);
            judge(command, event);
        }
        require(
                now == clock && engine.now() == clock,
                "clock",
                "%d, by its events %d, not %d",
                engine.now(),
                now,
                clock);
        answers.judge(command, expected, now, events);
        tenants.values().forEach(tenant -> tenant.campaigns.requireTold());
        requireSummary(engine.summary());
        requirePayloads(events, engine);
        if (engine.hasMoreToDo()) {
            requireBoundReached(events);
        } else {
            requireNothingOverdue();
        }
    }

    private static String tenantOf(Command command) {
        return switch (command) {
            case Command.Submit c -> c.tenant();
            case Command.Start c -> c.tenant();
            case Command.Renew c -> c.tenant();
            case Command.Complete c -> c.tenant();
            case Command.Fail c -> c.tenant();
            case Command.Defer c -> c.tenant();
            case Command.Cancel c -> c.tenant();
            case Command.CancelCampaign c -> c.tenant();
            case Command.Replay c -> c.tenant();
            case Command.Configure c -> c.config().tenant();
            case Command.ConfigureRole _, Command.Tick _ -> "";
        };
    }

    /** I10: gauges show what is there. */
    private void requireSummary(Engine.Summary said) {
        Engine.Summary counted = new Engine.Summary(
                phases[Phase.QUEUED.ordinal()],
                phases[Phase.WAITING.ordinal()],
                phases[Phase.GRANTED.ordinal()],
                phases[Phase.RUNNING.ordinal()],
                phases[Phase.ENDED.ordinal()],
                tenants.size());
        require(said.equals(counted), "I10", "the engine counts %s, the events %s", said, counted);
    }

    /** A grant carries what its producer asked for; an ended task holds nothing of it any more, unless it may be replayed. */
    private void requirePayloads(List<Event> events, Engine engine) {
        for (Event event : events) {
            if (event instanceof TaskEvent e && tenants.get(e.tenant()) != null) {
                requirePayload(tenant(e.tenant()).tasks.get(e.task().taskId()), engine);
            }
        }
    }

    void requirePayloads(Engine engine) {
        tenants.values().forEach(t -> t.tasks.values().forEach(task -> requirePayload(task, engine)));
    }

    /** I17: every configuration is kept to the last byte, notes included, whatever else happened. */
    void requireConfigs(Engine engine) {
        tenants.values()
                .forEach(t -> require(
                        Objects.equals(engine.config(t.name), t.config),
                        "I17",
                        "the configuration of %s is kept as %s",
                        t.name,
                        engine.config(t.name)));
        Customers.ROLES.forEach(role -> require(
                engine.limits(role).equals(roles.get(role)), "I17", "limits are kept as %s", engine.limits(role)));
    }

    private static void requirePayload(@Nullable TaskModel task, Engine engine) {
        if (task != null) {
            byte[] kept = engine.payload(task.ref.tenant(), task.ref.taskId());
            boolean right = task.phase == Phase.ENDED && !task.dead
                    ? kept == null
                    : Arrays.equals(kept, task.accepted.payload());
            require(right, "payload", "of %s: %s", task, Arrays.toString(kept));
        }
    }

    /** Work may be left over only when as much was done as one command may do. */
    private void requireBoundReached(List<Event> events) {
        int done = 0;
        for (Event event : events) {
            done += switch (event) {
                case MarkersForgotten e -> e.count();
                case DeadForgotten e -> e.count();
                case ClockAdvanced _, CampaignProgressed _ -> 0;
                case Event _ -> 1;
            };
        }
        int bound = Math.min(policy.maxGrantsPerCommand(), policy.maxExpiriesPerCommand());
        require(done >= bound, "I11", "work is left over after %d of at least %d steps", done, bound);
    }

    private void judge(Command command, Event event) {
        switch (event) {
            case ClockAdvanced e -> {
                require(e.now() > now, "clock", "it went from %d to %d", now, e.now());
                now = e.now();
            }
            case RoleConfigured e -> roles.configure(e.config());
            case MarkersForgotten e -> forget(e.count());
            case DeadForgotten e -> forgetDead(e.count());
            case TenantEvent e -> judge(command, e);
        }
    }

    private void judge(Command command, TenantEvent event) {
        TenantModel tenant = tenants.get(event.tenant());
        if (event instanceof Configured e) {
            long version = tenant == null || tenant.config == null ? -1 : tenant.config.version();
            require(
                    e.config().version() > version,
                    "I18",
                    "version %d follows %d",
                    e.config().version(),
                    version);
            tenant = tenants.computeIfAbsent(event.tenant(), name -> new TenantModel(name, phases));
            tenant.configure(e.config());
        }
        long expectedSeq = tenant == null ? 0 : ++tenant.seq;
        require(event.seq() == expectedSeq, "seq", "expected %d in %s", expectedSeq, event);
        if (event instanceof TaskEvent e) {
            judgeTask(command, tenant, e);
        } else if (event instanceof CampaignCancelled e && tenant != null) {
            tenant.campaigns.cancel(e.campaign());
        } else if (event instanceof CampaignProgressed e && tenant != null) {
            tenant.campaigns.told(e);
        }
    }

    private void judgeTask(Command command, @Nullable TenantModel tenant, TaskEvent event) {
        TaskModel task = tenant == null ? null : tenant.tasks.get(event.task().taskId());
        try {
            if (event instanceof Event.Granted) {
                window(event.task().role())
                        .granted(unstarted.getOrDefault(event.task().role(), 0));
                shares.granted(tenants.values(), tenant(event.tenant()), event.task());
            }
            boolean wasUnstarted = task != null && task.phase == Phase.GRANTED;
            if (tenant != null && task != null) {
                shares.judged(tenant, task, event);
            }
            requireNamedRight(task, event);
            TaskModel after = taskChecks.judge(now, places + 1, command, tenant, task, event);
            if (event instanceof Accepted && tenant != null && after != null) {
                tenant.accept(after, now);
                if (after.accepted.counts()) {
                    tenant.campaigns.accepted(after);
                }
            } else if (tenant != null && after != null && after != task) {
                throw new IllegalStateException("a check may not change a task's identity");
            }
            if (event instanceof Accepted || event instanceof Event.Replayed) {
                places++;
                dead.remove(after);
            }
            if (after != null) {
                deadlines.changed(after);
            }
            if (task != null) {
                steerWindow(event, task, wasUnstarted);
                boolean isUnstarted = task.phase == Phase.GRANTED;
                unstarted.merge(event.task().role(), (isUnstarted ? 1 : 0) - (wasUnstarted ? 1 : 0), Integer::sum);
                if (task.phase == Phase.ENDED && task.endedAt == TaskModel.NEVER) {
                    task.endedAt = now;
                    if (task.dead) {
                        dead.add(task);
                    } else {
                        markers.add(task);
                    }
                    tenant(event.tenant())
                            .ended(task, TaskChecks.how(event), now)
                            .forEach(deadlines::changed);
                }
            }
        } catch (InvariantViolation e) {
            throw e.at(EventText.of(event));
        }
    }

    /** An event of a known task says of it what was said when it was accepted. */
    private static void requireNamedRight(@Nullable TaskModel task, TaskEvent event) {
        require(task == null || event.task().equals(task.ref), "I20", "it is %s", task == null ? "" : task.ref);
    }

    private void steerWindow(TaskEvent event, TaskModel task, boolean wasUnstarted) {
        if (event instanceof Event.Started e) {
            window(e.task().role()).started(task.grantedAt, e.waitedMillis(), now);
        } else if (event instanceof Event.Deferred e && wasUnstarted) {
            window(e.task().role()).late(task.grantedAt, now);
        }
    }

    private WindowChecks window(String role) {
        return windows.computeIfAbsent(role, r -> new WindowChecks(policy));
    }

    /** The head of a lane that every limit but the role's has room for, null for none. */
    private @Nullable TaskModel grantable(TenantModel tenant, String role) {
        TaskModel head = tenant.head(role, now, policy.ageAfter().toMillis());
        boolean may = head != null
                && tenant.live(role) < tenant.cap(role)
                && tenant.live() < RoomModel.tenantCap(tenant)
                && RoomModel.affordable(now, tenant, head)
                && RoomModel.countable(now, tenant, head);
        return may ? head : null;
    }

    private void forget(int count) {
        for (int i = 0; i < count; i++) {
            TaskModel oldest = markers.remove();
            long age = now - oldest.endedAt;
            require(age >= policy.markerTtl().toMillis(), "markers", "one is forgotten after %d ms", age);
            tenant(oldest.ref.tenant()).forget(oldest);
        }
    }

    private void forgetDead(int count) {
        for (int i = 0; i < count; i++) {
            TaskModel oldest = dead.getFirst();
            require(now - oldest.endedAt >= keptMillis(), "markers", "a dead one is forgotten early");
            dead.removeFirst();
            tenant(oldest.ref.tenant()).forget(oldest);
        }
    }

    /** How long the first dead task is kept. */
    private long keptMillis() {
        long least = policy.markerTtl().toMillis();
        return dead.size() > policy.deadLetters().max()
                ? least
                : Math.max(least, policy.deadLetters().ttl().toMillis());
    }

    /** I6 and I11: when nothing is left over, no deadline has passed, no deleted tenant has work, and no free slot and window face a queue. */
    private void requireNothingOverdue() {
        TaskModel oldest = markers.peek();
        require(
                oldest == null || now - oldest.endedAt < policy.markerTtl().toMillis(),
                "markers",
                "%s should be forgotten",
                oldest);
        require(
                dead.isEmpty() || now - dead.getFirst().endedAt < keptMillis(),
                "markers",
                "a dead task should be forgotten");
        deadlines.requireNoneBy(now);
        for (TenantModel tenant : tenants.values()) {
            require(!tenant.deleted() || tenant.open() == 0, "deletion", "%d outlived it", tenant.open());
            tenant.lanes().forEach(lane -> requireNoFreeSlot(tenant, lane.role));
        }
    }

    private void requireNoFreeSlot(TenantModel tenant, String role) {
        TaskModel grantable = grantable(tenant, role);
        require(
                grantable == null
                        || roles.live(role) >= roles.cap(role)
                        || !window(role).hasRoom(unstarted.getOrDefault(role, 0)),
                "I11",
                "%s of %s waits though every limit and its role's window have room",
                grantable,
                tenant.name);
    }

    /** Tasks that have not ended. */
    int open() {
        return tenants.values().stream().mapToInt(TenantModel::open).sum();
    }

    /** Tasks that have not been forgotten. */
    int remembered() {
        return tenants.values().stream().mapToInt(t -> t.tasks.size()).sum();
    }

    /** Tasks that may be replayed. */
    int dead() {
        return dead.size();
    }

    /** I3 and I10 once all is quiet. */
    void requireQuiet() {
        require(open() == 0, "I3", "%d open at the end", open());
        for (TenantModel tenant : tenants.values()) {
            tenant.campaigns.requireNoneRuns();
            require(tenant.books.reserved() == 0, "I12", "%d reserved at the end", tenant.books.reserved());
        }
    }

    private TenantModel tenant(String name) {
        TenantModel tenant = tenants.get(name);
        if (tenant == null) {
            throw new InvariantViolation("tenants", "there is none called " + name);
        }
        return tenant;
    }

    static void require(boolean holds, String invariant, String message, @Nullable Object... arguments) {
        if (!holds) {
            throw new InvariantViolation(invariant, EventText.of(message.formatted(arguments)));
        }
    }

    static void requireEqual(String invariant, String what, Object actual, Object expected) {
        require(actual.equals(expected), invariant, "%s: expected %s, but it is %s", what, expected, actual);
    }
}
