package dev.penstock.admission.decide;

import dev.penstock.admission.Explanation;
import dev.penstock.admission.Explanation.Basis;
import dev.penstock.admission.Explanation.Prediction;
import dev.penstock.admission.Flow;
import dev.penstock.admission.Hold;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.LaneSummary;
import dev.penstock.admission.Months;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.RoleSummary;
import dev.penstock.admission.TenantSummary;
import dev.penstock.admission.index.LaneFacts;
import dev.penstock.admission.index.RoleFacts;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import dev.penstock.admission.row.TenantCodec.Money;
import dev.penstock.admission.state.TenantView;
import dev.penstock.admission.state.View;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says why work does not run, from the very state that deciders decide on. */
public final class Explainer {
    /** As long as this a role's workers may be silent before it is said that there are none. */
    private static final long SILENCE_MILLIS = 5_000;

    /** Where one attempt follows the other, so much of the mean time between two grants is expected to be left however long the last one is ago. */
    private static final double LEAST_LEFT = 0.5;

    /** So much of an attempt that runs is expected to be left, of the mean time that one takes. */
    private static final double RUN_LEFT = 0.75;

    /**
     * What attempts of its role take tells as much of the pace of a lane at its cap as so many of its own grants do: lanes of a role are alike, but not
     * the same.
     */
    private static final double RUNS_WEIGH = 64;

    private final View view;
    private final TenantView tenant;
    private final String name;

    private Explainer(View view, TenantView tenant) {
        this.view = view;
        this.tenant = tenant;
        this.name = tenant.config().tenant();
    }

    /** Null for a task that is not known, or no longer. */
    public static @Nullable Explanation explain(View view, String tenant, UUID taskId) {
        TenantView known = view.tenant(tenant);
        TaskRow task = known == null ? null : view.task(tenant, taskId);
        return known == null || task == null ? null : new Explainer(view, known).explain(task);
    }

    /** Null for a tenant that is not known. */
    public static @Nullable TenantSummary summarize(View view, String tenant) {
        TenantView known = view.tenant(tenant);
        return known == null ? null : new Explainer(view, known).summarize();
    }

    public static RoleSummary summarizeRole(View view, String role) {
        RoleFacts facts = view.roleFacts(role);
        return new RoleSummary(view.limits(role), facts.live(), view.roleCapacity(role), facts.readyLanes());
    }

    private Explanation explain(TaskRow task) {
        LaneFacts lane = view.laneFacts(name, task.role());
        RoleFacts role = view.roleFacts(task.role());
        boolean pending = task.state().pending();
        int ahead = pending ? view.ahead(task) : 0;
        List<Hold> holds = new ArrayList<>();
        if (task.state() == TaskState.GRANTED) {
            holds.add(
                    role.silentMillis() >= SILENCE_MILLIS
                            ? new Hold.NoWorker(role.unstarted(), role.silentMillis())
                            : new Hold.Window(role.unstarted(), role.window()));
        } else if (pending) {
            holds.addAll(ofTask(task));
            holds.addAll(ofLane(task.role(), lane, role));
            if (ahead > 0) {
                holds.add(new Hold.Behind(ahead));
            }
            if (lane.ready() && role.readyLanes() > 1) {
                holds.add(new Hold.OtherLanes(role.readyLanes() - 1));
            }
        }
        return new Explanation(
                task.ref(),
                task.state().name(),
                task.attempt(),
                task.maxAttempts(),
                task.since(),
                view.now(),
                ahead,
                holds,
                pending ? prediction(task, lane, role, holds, ahead) : null,
                tenant.config().version());
    }

    private List<Hold> ofTask(TaskRow task) {
        List<Hold> holds = new ArrayList<>();
        if (task.waitsForOthers()) {
            holds.add(new Hold.Dependency(task.lineage().awaited()));
        } else if (task.state() == TaskState.WAITING) {
            boolean fresh = task.attempt() == 1 && task.since() == task.ref().acceptedAt();
            holds.add(fresh ? new Hold.NotBefore(task.deadline()) : new Hold.BackOff(task.deadline()));
        }
        return holds;
    }

    /** What keeps the lane's head from being granted. */
    private List<Hold> ofLane(String role, LaneFacts lane, RoleFacts facts) {
        List<Hold> holds = new ArrayList<>(closed(role));
        long monthEnds = Months.start(view.month() + 1);
        LaneConfig config = tenant.lane(role);
        if (config != null && config.monthlyTasks() > 0 && lane.head() != null && !lane.headCounted()) {
            long counted = tenant.counted(role);
            if (counted >= config.monthlyTasks()) {
                holds.add(new Hold.MonthlyTasks(counted, config.monthlyTasks(), monthEnds));
            }
        }
        long budget = tenant.config().limits().monthlyBudgetMicros();
        if (budget > 0 && lane.head() != null && tenant.usedMicros() + lane.headEstimate() > budget) {
            holds.add(new Hold.Budget(tenant.usedMicros(), lane.headEstimate(), budget, monthEnds));
        }
        boolean silent = facts.silentMillis() >= SILENCE_MILLIS;
        if (silent) {
            // Caps are full of grants that nobody takes: they are not what keeps it.
            holds.add(new Hold.NoWorker(facts.unstarted(), facts.silentMillis()));
        }
        if (lane.capacity() > 0 && lane.live() >= lane.capacity()) {
            holds.add(new Hold.LaneCap(lane.live(), lane.capacity()));
        }
        int cap = tenant.config().limits().cap();
        if (cap > 0 && tenant.live() >= cap) {
            holds.add(new Hold.TenantCap(tenant.live(), cap));
        }
        if (facts.live() >= facts.capacity() && facts.capacity() > 0) {
            holds.add(new Hold.RoleCap(facts.live(), facts.capacity()));
        }
        if (!silent && facts.unstarted() >= facts.window()) {
            holds.add(new Hold.Window(facts.unstarted(), facts.window()));
        }
        return holds;
    }

    private List<Hold> closed(String role) {
        List<Hold> holds = new ArrayList<>();
        LaneConfig lane = tenant.lane(role);
        RoleConfig limits = view.limits(role);
        if (lane == null || !lane.enabled() || !limits.enabled()) {
            holds.add(new Hold.RoleDisabled());
        }
        if (tenant.config().limits().flow() == Flow.PAUSED) {
            holds.add(new Hold.TenantPaused());
        }
        if (lane != null && lane.flow() == Flow.PAUSED) {
            holds.add(new Hold.LanePaused());
        }
        if (limits.flow() == Flow.PAUSED) {
            holds.add(new Hold.RolePaused());
        } else if (limits.cap() > 0 && view.roleCapacity(role) == 0) {
            holds.add(new Hold.RoleCap(0, 0));
        }
        if (holds.isEmpty() && lane != null && lane.cap() == 0) {
            holds.add(new Hold.LaneCap(0, 0));
        }
        return holds;
    }

    private @Nullable Prediction prediction(TaskRow task, LaneFacts lane, RoleFacts role, List<Hold> holds, int ahead) {
        long from = view.now();
        for (Hold hold : holds) {
            switch (hold) {
                case Hold.Dependency _,
                        Hold.TenantPaused _,
                        Hold.LanePaused _,
                        Hold.RolePaused _,
                        Hold.RoleDisabled _,
                        Hold.NoWorker _ -> {
                    return null;
                }
                case Hold.NotBefore(long until) -> from = Math.max(from, until);
                case Hold.BackOff(long until) -> from = Math.max(from, until);
                case Hold.MonthlyTasks h -> from = Math.max(from, h.until());
                case Hold.Budget h -> from = Math.max(from, h.until());
                case Hold.LaneCap h
                when h.cap() == 0 -> {
                    return null;
                }
                case Hold.RoleCap h
                when h.cap() == 0 -> {
                    return null;
                }
                case Hold.LaneCap _,
                        Hold.TenantCap _,
                        Hold.RoleCap _,
                        Hold.Window _,
                        Hold.Behind _,
                        Hold.OtherLanes _ -> {
                    // Told by the pace.
                }
            }
        }
        boolean waitsForTime = from > view.now();
        if (waitsForTime && ahead == 0) {
            return new Prediction(from, Basis.TIME, 0);
        }
        if (holds.isEmpty()) {
            return new Prediction(from, Basis.TIME, 0);
        }
        Double byRuns =
                role.runMillis() == null || !heldByItsCap(lane, holds) ? null : role.runMillis() / lane.capacity();
        Double byGrants = lane.millisPerTask();
        if (byGrants != null) {
            double pace = byRuns == null ? byGrants : mixed(byGrants, lane.intervals(), byRuns);
            double gone = waitsForTime ? 0 : view.now() - lane.lastGrantAt();
            // One attempt after the other tells by its age when it ends; the ends of many at once come as by chance,
            // whenever the last one was.
            double first = pace - Math.min(gone, pace * LEAST_LEFT) / Math.max(1, lane.capacity());
            return at(task, lane, from, first, pace, ahead, Basis.LANE_PACE);
        }
        if (byRuns != null) {
            return at(task, lane, from, byRuns * RUN_LEFT, byRuns, ahead, Basis.RUN_TIME);
        }
        if (role.millisPerTask() == null) {
            return null;
        }
        double each = role.millisPerTask() * Math.max(1, role.readyLanes());
        return at(task, lane, from, each, each, ahead, Basis.ROLE_PACE);
    }

    /** Whether nothing but the ends of its own attempts lets the lane be granted more. */
    private static boolean heldByItsCap(LaneFacts lane, List<Hold> holds) {
        return lane.capacity() > 0
                && lane.live() >= lane.capacity()
                && holds.stream()
                        .noneMatch(hold -> hold instanceof Hold.TenantCap
                                || hold instanceof Hold.RoleCap
                                || hold instanceof Hold.Window);
    }

    /** The lane's pace, of which the role's attempts tell the more the fewer grants of its own it rests on. */
    private static double mixed(double byGrants, int grants, double byRuns) {
        return (grants * byGrants + RUNS_WEIGH * byRuns) / (grants + RUNS_WEIGH);
    }

    /** @param first until the next grant, and {@code each} between two more */
    private Prediction at(TaskRow task, LaneFacts lane, long from, double first, double each, int ahead, Basis basis) {
        int higher = 0;
        for (int tier = 0; tier < task.tier().ordinal(); tier++) {
            higher += lane.queued().get(tier);
        }
        QueueWalk walk =
                new QueueWalk(lane, view.now(), view.policy().ageAfter().toMillis());
        double wait = walk.millisUntil(task.tier(), Math.max(0, ahead - higher), first, each);
        return new Prediction(from + Math.round(wait), basis, each);
    }

    private TenantSummary summarize() {
        Money money = tenant.money();
        boolean thisMonth = money.month() == view.month();
        return new TenantSummary(
                name,
                tenant.config().plan(),
                tenant.config().version(),
                tenant.config().limits().flow(),
                tenant.pending(),
                tenant.live(),
                tenant.config().limits().cap(),
                thisMonth ? money.spent() : 0,
                thisMonth ? money.unknown() : 0,
                money.reserved(),
                tenant.config().limits().monthlyBudgetMicros(),
                view.rolesAtWork(name).stream().map(this::summarize).toList());
    }

    private LaneSummary summarize(String role) {
        LaneFacts lane = view.laneFacts(name, role);
        RoleFacts facts = view.roleFacts(role);
        return new LaneSummary(
                name,
                role,
                lane.queued(),
                lane.live(),
                lane.capacity(),
                facts.unstarted(),
                facts.window(),
                lane.headSince(),
                lane.head() == null ? List.of() : ofLane(role, lane, facts),
                lane.millisPerTask());
    }
}
