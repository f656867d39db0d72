package dev.penstock.admission.index;

import dev.penstock.admission.Tier;
import dev.penstock.admission.row.TaskKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One (tenant, role) pair's queues and held slots. In memory only while it has either. */
final class Lane extends IndexedHeap.Element implements ReadyLane {
    private static final int TIERS = Tier.values().length;

    private final TenantWork work;
    private final RolePool pool;
    private final @Nullable TaskQueue[] queues = new TaskQueue[TIERS];

    int live;
    int capacity;

    /** Where it stands among the ready lanes of its role; set by {@link #takeStand} and fixed while it stands there. */
    private int standTier;

    private long standShare;
    private long standOrder;

    Lane(TenantWork work, RolePool pool, int capacity) {
        this.work = work;
        this.pool = pool;
        this.capacity = capacity;
    }

    /** Among lanes of one tier: least share first, then the head that has waited longest. */
    static int compare(Lane a, Lane b) {
        int byShare = Long.compare(a.standShare, b.standShare);
        return byShare != 0 ? byShare : Long.compare(a.standOrder, b.standOrder);
    }

    TaskQueue queue(Tier tier) {
        TaskQueue queue = queues[tier.ordinal()];
        if (queue == null) {
            queue = new TaskQueue();
            queues[tier.ordinal()] = queue;
        }
        return queue;
    }

    boolean ready() {
        return live < capacity && headTier() < TIERS;
    }

    /** Whether nothing is lost when it is dropped. */
    boolean idle() {
        return live == 0 && headTier() == TIERS;
    }

    void takeStand(long share) {
        standTier = headTier();
        standShare = share;
        standOrder = headQueue().headOrder();
    }

    boolean standsRight() {
        return standTier == headTier() && standOrder == headQueue().headOrder();
    }

    int standTier() {
        return standTier;
    }

    long standShare() {
        return standShare;
    }

    /** Order of the task that has been queued longest, whatever its tier; -1 for none. */
    long oldestOrder() {
        long oldest = -1;
        for (TaskQueue queue : queues) {
            if (queue != null && !queue.isEmpty() && (oldest < 0 || queue.headOrder() < oldest)) {
                oldest = queue.headOrder();
            }
        }
        return oldest;
    }

    /** The id of the queued task that has this order, which must be at the head of its queue. */
    UUID headOf(long order) {
        for (TaskQueue queue : queues) {
            if (queue != null && !queue.isEmpty() && queue.headOrder() == order) {
                return queue.headId();
            }
        }
        throw new IllegalStateException("Expected a head of order " + order + ", but there is none");
    }

    void sortQueues() {
        for (TaskQueue queue : queues) {
            if (queue != null) {
                queue.sort();
            }
        }
    }

    TenantWork work() {
        return work;
    }

    RolePool pool() {
        return pool;
    }

    @Override
    public String tenant() {
        return work.tenant();
    }

    @Override
    public String role() {
        return pool.name();
    }

    @Override
    public TaskKey head() {
        return new TaskKey(tenant(), headQueue().headId());
    }

    @Override
    public int live() {
        return live;
    }

    private TaskQueue headQueue() {
        TaskQueue queue = queues[headTier()];
        if (queue == null) {
            throw new IllegalStateException(
                    "Expected a queued task, but lane " + tenant() + "/" + role() + " has none");
        }
        return queue;
    }

    private int headTier() {
        int tier = 0;
        for (TaskQueue queue : queues) {
            if (queue != null && !queue.isEmpty()) {
                return tier;
            }
            tier++;
        }
        return tier;
    }

    String describe() {
        StringBuilder text = new StringBuilder("lane " + tenant() + "/" + role() + " live " + live + " of " + capacity);
        for (Tier tier : Tier.values()) {
            TaskQueue queue = queues[tier.ordinal()];
            if (queue != null && !queue.isEmpty()) {
                text.append(", ").append(tier).append(' ').append(queue.describe());
            }
        }
        if (inHeap()) {
            text.append(", ready in tier ")
                    .append(standTier)
                    .append(" with share ")
                    .append(standShare);
        }
        return text.toString();
    }
}
