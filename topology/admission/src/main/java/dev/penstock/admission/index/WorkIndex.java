package dev.penstock.admission.index;

import dev.penstock.admission.Policy;
import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.RoleRow;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything derived from the task rows. It follows the rows and nothing else: a change of a row takes the old row's effect out and puts the new
 * one's in, so that an index rebuilt from the rows cannot differ from one that has followed every change.
 */
public final class WorkIndex {
    private final Terms terms;
    private final Lanes lanes;
    private final Timers timers = new Timers();
    private final Markers markers = new Markers();
    private final DeadLetters deadLetters = new DeadLetters();
    private final Families families = new Families();
    private final CampaignWork campaigns = new CampaignWork();
    private final Doomed doomed;
    private final long[] counts = new long[TaskState.values().length];

    public WorkIndex(Terms terms, Policy policy) {
        this.terms = terms;
        this.lanes = new Lanes(terms, policy);
        this.doomed = new Doomed(lanes);
    }

    // ---- reading

    /** The lane whose head is to be granted next, null when no lane is ready or no window has room. */
    public @Nullable ReadyLane nextReady() {
        return lanes.next();
    }

    /** The task whose deadline came first, null when none has come by {@code now}. */
    public @Nullable TaskKey nextDue(long now) {
        return timers.due(now);
    }

    /** An unfinished task of a deleted tenant, null for none. */
    public @Nullable TaskKey nextDoomed() {
        return doomed.next();
    }

    /** An unfinished task of a campaign that is to be cancelled, null for none. */
    public @Nullable TaskKey nextInCancelledCampaign() {
        return campaigns.nextDoomed();
    }

    /** Tasks that wait for this one. */
    public List<TaskKey> waitingFor(TaskKey parent) {
        return families.waitingFor(parent);
    }

    /** How many of the oldest {@code limit} dead tasks need not be kept any longer. */
    public int deadDue(long now, Policy policy, int limit) {
        return deadLetters.due(now, policy, limit);
    }

    /** The dead task that died first. */
    public TaskKey firstDead() {
        return deadLetters.first();
    }

    /** How many of the oldest {@code limit} markers are of tasks that ended by {@code cutoff}. */
    public int markersEndedBy(long cutoff, int limit) {
        return markers.endedBy(cutoff, limit);
    }

    /** The tasks of the first {@code count} markers. */
    public List<TaskKey> firstMarkers(int count) {
        return markers.first(count);
    }

    /** Tasks of the tenant that wait or are queued. */
    public int pending(String tenant) {
        return lanes.pending(tenant);
    }

    /** Grants of the role that no worker has started. */
    public int unstarted(String role) {
        return lanes.pool(role).unstarted;
    }

    /** The least share among the role's ready lanes. */
    public long leastShare(String role) {
        return lanes.pool(role).leastShare();
    }

    public long count(TaskState state) {
        return counts[state.ordinal()];
    }

    /** Ended tasks that are remembered, dead ones included. */
    public long markers() {
        return markers.size() + deadLetters.size();
    }

    /** How a lane stands, whether it has work or not. */
    public LaneFacts lane(String tenant, String role) {
        return lanes.facts(tenant, role);
    }

    /** Roles of the tenant's lanes that have work. */
    public List<String> rolesAtWork(String tenant) {
        return lanes.rolesAtWork(tenant);
    }

    public RoleFacts role(String role) {
        return lanes.facts(role);
    }

    /** Tasks of its lane that go before a queued task, or would if it was queued now. */
    public int ahead(TaskRow task) {
        return lanes.ahead(task);
    }

    /** Grants and leases of all the tenant's lanes. */
    public int live(String tenant) {
        return lanes.live(tenant);
    }

    /** Every fact, one a line, in an order that depends on nothing but the rows. */
    public void describe(Consumer<String> line) {
        lanes.describe(line);
        timers.describe(line);
        markers.describe(line);
        deadLetters.describe(line);
        families.describe(line);
        campaigns.describe(line);
        doomed.describe(line);
    }

    /**
     * The head of a ready lane, and with it up to {@code limit - 1} of those that are most likely to be granted soon after: heads of lanes that stand
     * first among those of its role, and tasks behind them where there are few such lanes. Each once.
     */
    public List<NextTask> nextTasks(ReadyLane lane, int limit) {
        return lanes.nextTasks(lane, limit);
    }

    // ---- following the rows

    /** @param timer as for {@link #updated} */
    public void inserted(TaskRow row, Timer timer) {
        Lane lane = lanes.findOrCreate(row.tenant(), row.role());
        lane.inflow.arrived(row.tier(), row.since());
        if (row.state() == TaskState.QUEUED) {
            lane.queue(row.tier()).add(row);
        }
        if (row.alarm() > 0) {
            timers.insert(timer, row);
        }
        count(lane, row.state(), 1);
        lanes.settle(lane);
        follow(null, row);
    }

    /** @param timer the same object for all changes of the task while it has a deadline */
    public void updated(TaskRow before, TaskRow after, Timer timer) {
        Lane lane = lanes.findOrCreate(after.tenant(), after.role());
        boolean hadRoom = Lanes.hasRoom(lane.work());
        if (before.state() == TaskState.QUEUED) {
            lane.queue(before.tier()).remove(before.order());
        }
        count(lane, before.state(), -1);
        retime(before, after, timer);
        count(lane, after.state(), 1);
        if (after.state() == TaskState.QUEUED) {
            lane.queue(after.tier()).add(after);
            if (cameBack(before)) {
                lane.inflow.cameBack(after.tier(), after.since());
            }
        } else if (after.state().ended()) {
            remember(after);
        }
        if (before.state() == TaskState.DEAD) {
            deadLetters.remove(before.order());
        }
        keepPace(lane, before, after);
        lanes.settle(lane);
        if (hadRoom != Lanes.hasRoom(lane.work())) {
            lanes.roomChanged(lane.work());
        }
        follow(before, after);
    }

    /** Whether a task that is queued again was granted before; one that was not to start before now, or came after others, was not. */
    private static boolean cameBack(TaskRow before) {
        boolean waited = before.state() == TaskState.WAITING;
        return waited && (before.attempt() > 1 || before.since() != before.ref().acceptedAt());
    }

    private void keepPace(Lane lane, TaskRow before, TaskRow after) {
        if (after.state() == TaskState.GRANTED) {
            lane.pace.granted(after.since(), lane.waiting());
            lane.pool().granted(after.since(), lane.pool().hasReady() || lane.waiting());
        } else if (before.state() == TaskState.GRANTED && after.state() == TaskState.RUNNING) {
            lane.pool().started();
        } else if (before.state() == TaskState.RUNNING && after.state() != TaskState.RUNNING) {
            lane.pool().runs.ended(after.since() - before.since());
        }
    }

    private void remember(TaskRow ended) {
        if (ended.state() == TaskState.DEAD) {
            deadLetters.add(ended.key(), ended.order(), ended.since());
        } else {
            markers.add(ended.tenant(), ended.ref().taskId(), ended.order(), ended.since());
        }
    }

    private void follow(@Nullable TaskRow before, TaskRow after) {
        families.changed(before, after);
        campaigns.changed(before, after);
        doomed.changed(before, after);
    }

    public void firstMarkerDeleted() {
        markers.removeFirst();
    }

    public void firstDeadDeleted() {
        deadLetters.removeFirst();
    }

    public void campaignCancelled(CampaignKey campaign) {
        campaigns.cancel(campaign);
    }

    public void campaignOver(CampaignKey campaign) {
        campaigns.forget(campaign);
    }

    public void tenantChanged(String tenant) {
        lanes.tenantChanged(tenant);
        if (terms.tenant(tenant).deleted()) {
            doomed.add(tenant, timers, families);
        } else {
            doomed.remove(tenant);
        }
    }

    /** A tenant's books changed: what its lanes may grant, and where they stand, may have too. */
    public void budgetChanged(String tenant) {
        lanes.budgetChanged(tenant);
    }

    /** A lane's share changed though nothing else of it did. */
    public void shareChanged(String tenant, String role) {
        lanes.shareChanged(tenant, role);
    }

    /** The clock moved, or is set for the first time. */
    public void timePassed(long now, long month) {
        lanes.timePassed(now, month);
    }

    public void roleChanged(String role, RoleRow row) {
        lanes.roleChanged(role, row);
    }

    // ---- being rebuilt

    /** Takes in one row of a stored table, in any order. Tenants and roles must be known by then; {@link #restored} must follow. */
    public void restore(TaskRow row, Timer timer) {
        if (row.state().ended()) {
            remember(row);
            return;
        }
        Lane lane = lanes.findOrCreate(row.tenant(), row.role());
        if (row.state() == TaskState.QUEUED) {
            lane.queue(row.tier()).append(row);
        }
        if (row.alarm() > 0) {
            timers.insert(timer, row);
        }
        count(lane, row.state(), 1);
        follow(null, row);
    }

    public void restored() {
        lanes.restored();
        markers.sort();
    }

    private void count(Lane lane, TaskState state, int difference) {
        counts[state.ordinal()] += difference;
        if (state.pending()) {
            lane.work().pending += difference;
        }
        if (state.live()) {
            lane.live += difference;
            lane.pool().live += difference;
            lane.work().live += difference;
        }
        if (state == TaskState.GRANTED) {
            lane.pool().unstarted += difference;
        }
    }

    private void retime(TaskRow before, TaskRow after, Timer timer) {
        if (before.alarm() > 0 && after.alarm() > 0) {
            timers.move(timer, after);
        } else if (before.alarm() > 0) {
            timers.deleteExisting(timer);
        } else if (after.alarm() > 0) {
            timers.insert(timer, after);
        }
    }
}
