package dev.penstock.admission.index;

import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import dev.penstock.admission.row.TaskState;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The unfinished tasks of deleted tenants, which are cancelled a bounded number at a time: first those that hold something, then queued ones. */
final class Doomed {
    private final Lanes lanes;
    private final Set<String> tenants = new HashSet<>();
    private final TreeMap<Long, TaskKey> timedByOrder = new TreeMap<>();
    private final TreeSet<String> tenantsWithQueues = new TreeSet<>();

    Doomed(Lanes lanes) {
        this.lanes = lanes;
    }

    /**
     * The tenant was deleted. Looks at every timer of the slot once, and at every task that waits for others: deleting is rare, and keeping them by
     * tenant would cost every grant.
     */
    void add(String tenant, Timers timers, Families families) {
        if (tenants.add(tenant)) {
            families.forEachWaiting((order, task) -> {
                if (task.tenant().equals(tenant)) {
                    timedByOrder.put(order, task);
                }
            });
            timers.forEach(timer -> {
                if (!timer.queued && timer.task().tenant().equals(tenant)) {
                    timedByOrder.put(timer.order, timer.task());
                }
            });
            if (lanes.oldestQueued(tenant) != null) {
                tenantsWithQueues.add(tenant);
            }
        }
    }

    /** The tenant came back before all was cancelled: what is left lives on. */
    void remove(String tenant) {
        if (tenants.remove(tenant)) {
            timedByOrder.values().removeIf(task -> task.tenant().equals(tenant));
            tenantsWithQueues.remove(tenant);
        }
    }

    /** To be called after every change of a task. */
    void changed(@Nullable TaskRow before, TaskRow after) {
        if (tenants.isEmpty() || !tenants.contains(after.tenant())) {
            return;
        }
        if (before != null && before.state().timed()) {
            timedByOrder.remove(before.order());
        }
        if (after.state().timed()) {
            timedByOrder.put(after.order(), after.key());
        }
        if (after.state() == TaskState.QUEUED) {
            tenantsWithQueues.add(after.tenant());
        } else if (lanes.oldestQueued(after.tenant()) == null) {
            tenantsWithQueues.remove(after.tenant());
        }
    }

    @Nullable
    TaskKey next() {
        if (!timedByOrder.isEmpty()) {
            return timedByOrder.firstEntry().getValue();
        }
        return tenantsWithQueues.isEmpty() ? null : lanes.oldestQueued(tenantsWithQueues.first());
    }

    void describe(Consumer<String> line) {
        timedByOrder.forEach((order, task) -> line.accept("doomed " + order + " " + task));
        tenantsWithQueues.forEach(tenant -> line.accept("doomed queues of " + tenant));
    }
}
