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
 * attempts have cost least for its weight, live ones at their estimates; of those that have had the same, the one whose task was accepted first.
 * Who comes back from idleness has had at least as much as the least of the others, less what was taken back of its estimates, up to
 * the price of so many of its tasks.
 */
final class ShareChecks {
    private static final int PARTS_OF_A_MICRO = 1_000;
    private static final int CREDIT_TASKS = 64;
    private static final int MEAN_OF = 8;

    /** The task of a tenant's lane that could be granted, null for none. */
    private final BiFunction<TenantModel, String, @Nullable TaskModel> grantable;

    private final Map<String, Long> had = new HashMap<>();
    private final Map<String, Long> credits = new HashMap<>();
    private final Map<String, Long> means = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();

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
        long least = own;
        for (TenantModel other : tenants) {
            TaskModel rival = other == to ? null : grantable.apply(other, role);
            if (rival == null) {
                continue;
            }
            long theirs = had(other, role);
            least = Math.min(least, theirs);
            int standing = standing(to, task);
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
        floors.merge(role, least, Math::max);
        move(to, role, own + byWeight(to, task.estimate()));
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
        if (event instanceof Event.Succeeded e) {
            long cost = e.usage().costMicros();
            means.merge(
                    key(tenant, task.ref.role()),
                    cost,
                    (mean, ignored) -> mean == 0 ? cost : mean + (cost - mean) / MEAN_OF);
        }
        Usage known = knownUsage(event);
        if (neverRan || event instanceof Event.Deferred e && e.usage().costMicros() == 0) {
            correct(tenant, task, 0);
        } else if (known != null) {
            correct(tenant, task, byWeight(tenant, known.costMicros()));
        }
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
        long change = actual - byWeight(tenant, task.estimate());
        move(tenant, task.ref.role(), Math.max(0, had(tenant, task.ref.role()) + change));
    }

    private void move(TenantModel tenant, String role, long to) {
        had.put(key(tenant, role), to);
        long most = CREDIT_TASKS * byWeight(tenant, means.getOrDefault(key(tenant, role), 0L));
        credits.put(key(tenant, role), Math.clamp(floors.getOrDefault(role, 0L) - to, 0, most));
    }

    private static long byWeight(TenantModel tenant, long micros) {
        // What costs nothing still takes a worker.
        return Math.max(1, micros) * PARTS_OF_A_MICRO / tenant.config().limits().weight();
    }

    private long had(TenantModel tenant, String role) {
        long floor = floors.getOrDefault(role, 0L) - credits.getOrDefault(key(tenant, role), 0L);
        return Math.max(had.getOrDefault(key(tenant, role), 0L), floor);
    }

    private static String key(TenantModel tenant, String role) {
        return tenant.name + "/" + role;
    }
}
