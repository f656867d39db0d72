package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Event;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Usage;
import dev.penstock.torture.TaskModel.Phase;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * I8 and I11 between tenants: of those that could be granted a task of a role, the one goes first that stands in the highest tier: that of its
 * highest task, and lower by one with each so many of its tasks that it has had more than the least served. In a tier the one goes first whose
 * attempts have cost least for its weight, live ones at their estimates or at what the lane's tasks cost on average should that be less; of those
 * that have had the same, the one whose task was accepted first. Who comes back from idleness has had at least as much as the least served of the
 * others had without its live attempts, and nobody who waits all along is lifted for what was taken back of an estimate.
 */
final class ShareChecks {
    private static final int PARTS_OF_A_MICRO = 1_000;

    /** A new price moves a lane's mean by one part in so many. */
    private static final long MEAN_INERTIA = 8;

    /** What a tenant's lane has had. */
    private static final class Had {
        /** Of attempts that ended at their cost, of live ones at their estimates. */
        long debited;

        int live;

        /** Micro-dollars, as {@code mean} is. */
        long estimates;

        long mean;
    }

    /** The one of those that wait that has had least, as long as it is looked for. */
    private record Least(TenantModel tenant, long had, int standing, long place) {
        Least orIfLess(Least other) {
            boolean less = other.had < had
                    || other.had == had
                            && (other.standing < standing || other.standing == standing && other.place < place);
            return less ? other : this;
        }
    }

    /** The task of a tenant's lane that could be granted, null for none. */
    private final BiFunction<TenantModel, String, @Nullable TaskModel> grantable;

    private final Map<String, Had> had = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();
    private final Map<String, Long> joinFloors = new HashMap<>();

    private final int precedence;

    ShareChecks(int precedence, BiFunction<TenantModel, String, @Nullable TaskModel> grantable) {
        this.precedence = precedence;
        this.grantable = grantable;
    }

    /** To be called before the grant is applied. */
    void granted(Collection<TenantModel> tenants, TenantModel to, TaskRef granted) {
        String role = granted.role();
        TaskModel task = to.tasks.get(granted.taskId());
        if (task == null) {
            return;
        }
        long own = had(to, role);
        int standing = standing(to, task);
        Least least = new Least(to, own, standing, task.place);
        for (TenantModel other : tenants) {
            TaskModel rival = other == to ? null : grantable.apply(other, role);
            if (rival == null) {
                continue;
            }
            long theirs = had(other, role);
            least = least.orIfLess(new Least(other, theirs, standing(other, rival), rival.place));
            require(standing(other, rival) >= standing, "I8", "%s stands in a higher tier", rival);
            if (standing(other, rival) == standing) {
                require(
                        theirs >= own,
                        "I11",
                        "%s has had %d of %s, %s only %d",
                        to.name,
                        own,
                        role,
                        other.name,
                        theirs);
                require(theirs > own || rival.place > task.place, "I8", "%s has had as little, and is older", rival);
            }
        }
        Had leastHad = lane(least.tenant, role);
        long settled = settled(least.tenant, leastHad);
        long known = leastHad.mean == 0 ? settled : reckoned(least.tenant, leastHad);
        raise(floors, role, Math.min(least.had, known));
        raise(joinFloors, role, Math.min(least.had, settled));
        Had granting = lane(to, role);
        long lift = Math.max(0, joinFloors.getOrDefault(role, 0L) - reckoned(to, granting));
        granting.debited += lift + byWeight(to, task.estimate());
        granting.live++;
        granting.estimates += task.estimate();
    }

    private static void raise(Map<String, Long> marks, String role, long to) {
        marks.merge(role, Math.max(0, to), Math::max);
    }

    /** The tier that a tenant's lane stands in, whose next task is {@code head}. */
    private int standing(TenantModel tenant, TaskModel head) {
        LaneModel lane = tenant.laneModel(head.ref.role());
        long lead = Math.max(0, had(tenant, head.ref.role()) - floors.getOrDefault(head.ref.role(), 0L));
        long lost = lead / (Math.max(1, byWeight(tenant, head.estimate())) * precedence);
        return lane == null ? 0 : (int) Math.min(2, lane.highestTier() + lost);
    }

    /** What was debited at the estimate turned out to cost something else. To be called before the event is applied. */
    void judged(TenantModel tenant, TaskModel task, Event event) {
        boolean neverRan =
                task.phase == Phase.GRANTED && (event instanceof Event.Cancelled || event instanceof Event.Expired);
        Had lane = lane(tenant, task.ref.role());
        if (event instanceof Event.Succeeded e) {
            long cost = e.usage().costMicros();
            lane.mean = lane.mean == 0 ? cost : lane.mean + (cost - lane.mean) / MEAN_INERTIA;
        }
        if (task.live() && endsAttempt(event)) {
            lane.live--;
            lane.estimates -= task.estimate();
        }
        Usage known = knownUsage(event);
        if (neverRan || event instanceof Event.Deferred e && e.usage().costMicros() == 0) {
            correct(tenant, task, 0);
        } else if (known != null) {
            correct(tenant, task, byWeight(tenant, known.costMicros()));
        }
    }

    private static boolean endsAttempt(Event event) {
        return event instanceof Event.Succeeded
                || event instanceof Event.RetryScheduled
                || event instanceof Event.Dead
                || event instanceof Event.Deferred
                || event instanceof Event.Cancelled
                || event instanceof Event.Expired;
    }

    /** What nobody knows stays at its estimate. */
    private static @Nullable Usage knownUsage(Event event) {
        if (event instanceof Event.Succeeded e) {
            return e.usage();
        } else if (event instanceof Event.RetryScheduled e) {
            return e.unknownMicros() == 0 ? e.usage() : null;
        } else if (event instanceof Event.Dead e) {
            return e.unknownMicros() == 0 ? e.usage() : null;
        }
        if (event instanceof Event.Deferred e) {
            return e.usage();
        }
        return event instanceof Event.ResultRejected e && e.settledMicros() > 0 ? e.usage() : null;
    }

    private void correct(TenantModel tenant, TaskModel task, long actual) {
        Had lane = lane(tenant, task.ref.role());
        lane.debited = Math.max(0, lane.debited + actual - byWeight(tenant, task.estimate()));
    }

    private static long byWeight(TenantModel tenant, long micros) {
        // What costs nothing still takes a worker.
        return Math.max(1, micros) * PARTS_OF_A_MICRO / tenant.config().limits().weight();
    }

    private long had(TenantModel tenant, String role) {
        return Math.max(reckoned(tenant, lane(tenant, role)), joinFloors.getOrDefault(role, 0L));
    }

    /** With live attempts at their estimates, or at the mean if that is known and less. */
    private static long reckoned(TenantModel tenant, Had lane) {
        long means = lane.live * lane.mean;
        return lane.mean == 0 || means >= lane.estimates
                ? lane.debited
                : lane.debited - byWeight(tenant, lane.estimates) + byWeight(tenant, means);
    }

    private static long settled(TenantModel tenant, Had lane) {
        return lane.live == 0 ? lane.debited : lane.debited - byWeight(tenant, lane.estimates);
    }

    private Had lane(TenantModel tenant, String role) {
        return had.computeIfAbsent(key(tenant, role), k -> new Had());
    }

    private static String key(TenantModel tenant, String role) {
        return tenant.name + "/" + role;
    }
}
