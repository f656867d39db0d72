package dev.penstock.admission.index;

import dev.penstock.admission.Tier;
import dev.penstock.admission.row.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One (tenant, role) pair's queues and held slots. In memory only while it has either. */
final class Lane extends IndexedHeap.Element implements ReadyLane {
    static final int TIERS = Tier.values().length;

    private final TenantWork work;
    private final RolePool pool;
    private final LaneTerms terms;
    private final @Nullable TaskQueue[] queues = new TaskQueue[TIERS];

    private final Aging.Mark agingMark = new Aging.Mark(this);
    final Precedence.Mark precedenceMark = new Precedence.Mark(this);

    final Pace pace = new Pace();

    final Inflow inflow = new Inflow();

    int live;
    int capacity;

    /** Where it stands among the ready lanes of its role; set by {@link #takeStand} and fixed while it stands there. */
    private int headTier;

    private int standTier;
    private int tiersLost;
    private long standDebit;
    private long standEstimate;

    private long standShare;
    private long standOrder;

    Lane(TenantWork work, RolePool pool, LaneTerms terms) {
        this.work = work;
        this.pool = pool;
        this.terms = terms;
        this.capacity = terms.capacity();
    }

    TaskQueue queue(Tier tier) {
        TaskQueue queue = queues[tier.ordinal()];
        if (queue == null) {
            queue = new TaskQueue();
            queues[tier.ordinal()] = queue;
        }
        return queue;
    }

    /** Whether every limit but its role's has room for its head. */
    boolean ready(Aging aging, long month) {
        if (!hasRoom()) {
            return false;
        }
        int tier = headTier(aging);
        if (tier == TIERS) {
            return false;
        }
        TaskQueue queue = existing(tier);
        return queue.headEstimate() <= work.terms().budgetLeft(month)
                && (queue.headCounted() || terms.tasksLeft(month) > 0);
    }

    /** Whether nothing is lost when it is dropped. */
    boolean idle() {
        if (live > 0) {
            return false;
        }
        for (TaskQueue queue : queues) {
            if (queue != null && !queue.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param debit what its head would add to its share
     * @param lost how many tiers lower than its tasks it counts among lanes
     */
    void takeStand(long share, long debit, int lost, Aging aging) {
        headTier = headTier(aging);
        standDebit = debit;
        tiersLost = lost;
        standTier = Math.min(TIERS - 1, highestTier() + lost);
        standShare = share;
        standOrder = existing(headTier).headOrder();
        standEstimate = existing(headTier).headEstimate();
    }

    /** Whether it stands among the ready ones and goes on doing so with so much of a budget left. */
    boolean staysWith(long budgetLeft) {
        return inHeap() && standEstimate <= budgetLeft;
    }

    /** What the head that it stands for would reserve. */
    long standEstimate() {
        return standEstimate;
    }

    /** Whether it is not ready for its tenant's budget, be it for something else too. */
    boolean wantsBudget(Aging aging, long month) {
        if (!hasRoom()) {
            return false;
        }
        int tier = headTier(aging);
        return tier != TIERS && existing(tier).headEstimate() > work.terms().budgetLeft(month);
    }

    /** Has it looked at again when the next of its heads ages: one behind the one it stands for may go first then. */
    void watchAging(Aging aging) {
        aging.watch(agingMark, nextAging(aging));
    }

    boolean standsRight(long share, long debit, int lost, Aging aging) {
        int head = headTier(aging);
        return head == headTier
                && existing(head).headOrder() == standOrder
                && lost == tiersLost
                && debit == standDebit
                && Math.min(TIERS - 1, highestTier() + lost) == standTier
                && share == standShare;
    }

    /** What its head would add to its share. */
    long headDebit(Aging aging) {
        return work.terms().debit(existing(headTier(aging)).headEstimate());
    }

    /** The highest tier that it has tasks of, aged or not: that is where it stands among lanes. */
    private int highestTier() {
        for (int tier = 0; tier < TIERS; tier++) {
            TaskQueue queue = queues[tier];
            if (queue != null && !queue.isEmpty()) {
                return tier;
            }
        }
        throw new IllegalStateException("Expected a queued task, but lane " + tenant() + "/" + role() + " has none");
    }

    /** It is not ready. Should that be for its head alone, it may become so when another of its heads has aged and goes first. */
    void standAside(Aging aging) {
        if (hasRoom()) {
            watchAging(aging);
        } else {
            aging.forget(agingMark);
        }
    }

    private boolean hasRoom() {
        return live < capacity && Lanes.hasRoom(work);
    }

    private long nextAging(Aging aging) {
        long at = Long.MAX_VALUE;
        for (int tier = 1; tier < TIERS; tier++) {
            TaskQueue queue = queues[tier];
            if (queue != null && !queue.isEmpty()) {
                at = Math.min(at, aging.agesAt(tier, queue));
            }
        }
        return at;
    }

    int standTier() {
        return standTier;
    }

    long standShare() {
        return standShare;
    }

    /** The place of the head that it stands for. */
    long standOrder() {
        return standOrder;
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

    LaneTerms terms() {
        return terms;
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
        return new TaskKey(tenant(), existing(headTier).headId());
    }

    /** The head that it stands for. */
    NextTask headTask() {
        return existing(headTier).headTask(tenant());
    }

    /** Visits up to so many tasks that are next in the queue of the head that it stands for. */
    void forEachNext(int limit, Consumer<NextTask> visitor) {
        existing(headTier).forEachNext(tenant(), limit, visitor);
    }

    @Override
    public int live() {
        return live;
    }

    private TaskQueue existing(int tier) {
        TaskQueue queue = queues[tier];
        if (queue == null) {
            throw new IllegalStateException(
                    "Expected a queued task, but lane " + tenant() + "/" + role() + " has none");
        }
        return queue;
    }

    /** The tier whose head is next: of those that count as the highest, the one queued longest. {@code TIERS} when nothing is queued. */
    private int headTier(Aging aging) {
        int found = TIERS;
        int foundAs = TIERS;
        for (int tier = 0; tier < TIERS; tier++) {
            TaskQueue queue = queues[tier];
            if (queue == null || queue.isEmpty()) {
                continue;
            }
            int as = aging.tier(tier, queue);
            if (as < foundAs
                    || as == foundAs && queue.headOrder() < existing(found).headOrder()) {
                found = tier;
                foundAs = as;
            }
        }
        return found;
    }

    /** Tasks of it that go before the one of this tier and order. */
    int ahead(Tier tier, long order) {
        int ahead = 0;
        for (int higher = 0; higher < tier.ordinal(); higher++) {
            TaskQueue queue = queues[higher];
            ahead += queue == null ? 0 : queue.size();
        }
        TaskQueue own = queues[tier.ordinal()];
        return own == null ? ahead : ahead + own.ahead(order);
    }

    /** Whether tasks are queued. */
    boolean waiting() {
        return oldestOrder() >= 0;
    }

    LaneFacts facts(Aging aging, long month, long now) {
        List<Integer> queued = new ArrayList<>();
        List<Long> heads = new ArrayList<>();
        List<Long> firsts = new ArrayList<>();
        for (TaskQueue queue : queues) {
            queued.add(queue == null ? 0 : queue.size());
            heads.add(queue == null || queue.isEmpty() ? 0 : queue.headSince());
            firsts.add(queue == null || queue.isEmpty() ? 0 : queue.firstSince());
        }
        int head = headTier(aging);
        boolean none = head == TIERS;
        return new LaneFacts(
                queued,
                live,
                capacity,
                none ? null : new TaskKey(tenant(), existing(head).headId()),
                none ? 0 : existing(head).headEstimate(),
                !none && existing(head).headCounted(),
                none ? 0 : existing(head).headSince(),
                heads,
                firsts,
                ready(aging, month),
                pace.intervals() > 0 ? pace.millis() : null,
                pace.intervals(),
                pace.lastAt(now),
                inflow.perMilli(now),
                inflow.backPerMilli(now));
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
