package dev.penstock.admission.simulation;

import dev.penstock.admission.Command;
import dev.penstock.admission.Event;
import dev.penstock.admission.Event.Accepted;
import dev.penstock.admission.Event.ClockAdvanced;
import dev.penstock.admission.Event.Configured;
import dev.penstock.admission.Event.MarkersForgotten;
import dev.penstock.admission.Event.RoleConfigured;
import dev.penstock.admission.Event.TaskEvent;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Event.TenantEvent;
import dev.penstock.admission.Policy;
import dev.penstock.admission.Story;
import dev.penstock.admission.simulation.TaskModel.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds events and judges each against what came before it. Believes nothing but events, the commands that brought them, and the policy. */
final class Checks {
    private final Policy policy;
    private final Coverage coverage;
    private final RolesModel roles = new RolesModel();
    private final TaskChecks taskChecks;
    private final Map<String, TenantModel> tenants = new TreeMap<>();
    private final Deque<TaskModel> markers = new ArrayDeque<>();
    private final Map<String, Integer> unstarted = new HashMap<>();
    private long now;

    Checks(Policy policy, Coverage coverage) {
        this.policy = policy;
        this.coverage = coverage;
        this.taskChecks = new TaskChecks(policy, roles);
    }

    /** Judges everything that came of one command. */
    void processed(Command command, long engineNow, List<Event> events, boolean moreToDo) {
        for (Event event : events) {
            coverage.saw(event);
            judge(command, event);
        }
        require(now == engineNow, "clock", "the events say it is %d, the engine %d", now, engineNow);
        requireOneAnswer(command, events);
        if (moreToDo) {
            requireBoundReached(events);
        } else {
            requireNothingOverdue();
        }
    }

    /** Work may be left over only when as much was done as one command may do. */
    private void requireBoundReached(List<Event> events) {
        int done = 0;
        for (Event event : events) {
            done += event instanceof MarkersForgotten e ? e.count() : event instanceof ClockAdvanced ? 0 : 1;
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
            tenant = tenants.computeIfAbsent(event.tenant(), TenantModel::new);
            tenant.config = e.config();
        }
        long expectedSeq = tenant == null ? 0 : ++tenant.seq;
        require(event.seq() == expectedSeq, "seq", "expected %d in %s", expectedSeq, Story.text(event));
        if (event instanceof TaskEvent e) {
            judgeTask(command, tenant, e);
        }
    }

    private void judgeTask(Command command, @Nullable TenantModel tenant, TaskEvent event) {
        TaskModel task = tenant == null ? null : tenant.tasks.get(event.task().taskId());
        try {
            if (event instanceof Event.Granted) {
                requireWindow(event.task().role());
                requireNoHigherTierElsewhere(event.task());
            }
            boolean wasUnstarted = task != null && task.phase == Phase.GRANTED;
            TaskModel after = taskChecks.judge(now, command, tenant, task, event);
            if (event instanceof Accepted && tenant != null && after != null) {
                tenant.accept(after, now);
            } else if (tenant != null && after != null && after != task) {
                throw new AssertionError("a check may not change a task's identity");
            }
            if (task != null) {
                boolean isUnstarted = task.phase == Phase.GRANTED;
                unstarted.merge(event.task().role(), (isUnstarted ? 1 : 0) - (wasUnstarted ? 1 : 0), Integer::sum);
                if (task.phase == Phase.ENDED && task.endedAt == 0) {
                    task.endedAt = now;
                    markers.add(task);
                }
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + " at " + Story.text(event), e);
        }
    }

    private void requireWindow(String role) {
        int out = unstarted.getOrDefault(role, 0);
        require(out < policy.maxWindow(), "window", "%d grants of %s are out already", out, role);
    }

    /** I8 between tenants: no lane that could have been granted instead has a task that counts as a higher tier. */
    private void requireNoHigherTierElsewhere(TaskRef granted) {
        TaskModel task = tenant(granted.tenant()).tasks.get(granted.taskId());
        long ageAfter = policy.ageAfter().toMillis();
        for (TenantModel tenant : tenants.values()) {
            TaskModel head = grantable(tenant, granted.role());
            require(
                    head == null || task == null || head.tier(now, ageAfter) >= task.tier(now, ageAfter),
                    "I8",
                    "%s waits elsewhere",
                    head);
        }
    }

    /** The head of a lane that every limit but the role's has room for, null for none. */
    private @Nullable TaskModel grantable(TenantModel tenant, String role) {
        TaskModel head = tenant.head(role, now, policy.ageAfter().toMillis());
        boolean may = head != null
                && tenant.live(role) < tenant.cap(role)
                && tenant.live() < TaskChecks.tenantCap(tenant)
                && TaskChecks.affordable(now, tenant, head)
                && TaskChecks.countable(now, tenant, head);
        return may ? head : null;
    }

    private void forget(int count) {
        for (int i = 0; i < count; i++) {
            TaskModel oldest = markers.remove();
            long age = now - oldest.endedAt;
            require(age >= policy.markerTtl().toMillis(), "markers", "one is forgotten after %d ms", age);
            tenant(oldest.ref.tenant()).tasks.remove(oldest.ref.taskId());
        }
    }

    /** I2 and I19: every submission has exactly one outcome. */
    private void requireOneAnswer(Command command, List<Event> events) {
        if (command instanceof Command.Submit submit) {
            long answers = events.stream()
                    .filter(e -> e instanceof Accepted
                            || e instanceof Event.Rejected
                            || e instanceof Event.Duplicate
                            || e instanceof Event.Conflict)
                    .count();
            require(answers == 1, "I2", "%d answers to %s", answers, submit.taskId());
        }
    }

    /** I6 and I11: when nothing is left over, no deadline has passed, no deleted tenant has work, and no free slot faces a queue. */
    private void requireNothingOverdue() {
        for (TenantModel tenant : tenants.values()) {
            for (TaskModel task : tenant.tasks.values()) {
                require(!task.overdue(now), "I6", "%s is overdue", task);
                require(
                        task.phase == Phase.ENDED || !tenant.deleted(),
                        "deletion",
                        "%s outlived it",
                        task.ref.taskId());
            }
            if (tenant.config != null) {
                tenant.config.lanes().forEach(lane -> requireNoFreeSlot(tenant, lane.role()));
            }
        }
    }

    private void requireNoFreeSlot(TenantModel tenant, String role) {
        require(
                grantable(tenant, role) == null
                        || roles.live(role) >= roles.cap(role)
                        || unstarted.getOrDefault(role, 0) > 0,
                "I11",
                "%s of %s waits though every limit has room, and no grant of its role is out",
                grantable(tenant, role),
                tenant.name);
    }

    List<TaskModel> open() {
        List<TaskModel> open = new ArrayList<>();
        tenants.values().forEach(t -> t.tasks.values().stream()
                .filter(task -> task.phase != Phase.ENDED)
                .forEach(open::add));
        return open;
    }

    int remembered() {
        return tenants.values().stream().mapToInt(t -> t.tasks.size()).sum();
    }

    /** I3 and I10 once all is quiet. */
    void requireQuiet() {
        require(
                open().isEmpty(),
                "I3",
                "open at the end: %s",
                open().stream().map(t -> t.ref + " " + t.phase).toList());
        for (TenantModel tenant : tenants.values()) {
            tenant.live.forEach((role, live) -> require(live == 0, "I10", "%d live in %s at the end", live, role));
            require(tenant.books.reserved() == 0, "I12", "%d reserved at the end", tenant.books.reserved());
        }
    }

    private TenantModel tenant(String name) {
        TenantModel tenant = tenants.get(name);
        if (tenant == null) {
            throw new AssertionError("no tenant " + name);
        }
        return tenant;
    }

    static void require(boolean holds, String invariant, String message, Object... arguments) {
        if (!holds) {
            throw new AssertionError(invariant + " is broken: " + message.formatted(arguments));
        }
    }
}
