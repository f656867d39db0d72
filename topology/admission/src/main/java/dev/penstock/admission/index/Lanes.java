package dev.penstock.admission.index;

import dev.penstock.admission.Policy;
import dev.penstock.admission.row.RoleRow;
import dev.penstock.admission.row.TaskKey;
import dev.penstock.admission.row.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All lanes that have work, by tenant for finding them and by role for granting. */
final class Lanes {
    private final Terms terms;
    private final Aging aging;
    private final int precedence;
    private final Map<String, TenantWork> byTenant = new HashMap<>();
    private final Map<String, RolePool> pools = new HashMap<>();

    /** Roles that could grant now; by name, so that the order does not depend on what happened before a restart. */
    private final TreeSet<RolePool> open = new TreeSet<>(Comparator.comparing(RolePool::name));

    private long now;
    private long month;

    Lanes(Terms terms, Policy policy) {
        this.terms = terms;
        this.aging = new Aging(policy.ageAfter().toMillis());
        this.precedence = policy.precedence();
    }

    /** Looks only at lanes of which a head has aged; at the turn of a month at all of them, since budgets and task limits are new. */
    void timePassed(long millis, long inMonth) {
        now = millis;
        aging.timePassed(millis);
        if (inMonth != month) {
            month = inMonth;
            settleAll();
        }
        for (Lane lane = aging.next(); lane != null; lane = aging.next()) {
            settle(lane);
        }
    }

    Lane findOrCreate(String tenant, String role) {
        TenantTerms owner = terms.tenant(tenant);
        LaneTerms own = owner.lane(role);
        Lane known = own.lane;
        return known == null ? create(owner, own, role) : known;
    }

    private Lane create(TenantTerms owner, LaneTerms own, String role) {
        TenantWork work = owner.work;
        if (work == null) {
            work = new TenantWork(owner);
            owner.work = work;
            byTenant.put(work.tenant(), work);
        }
        Lane lane = new Lane(work, pool(role), own);
        own.lane = lane;
        work.lanes.add(lane);
        return lane;
    }

    /** Tasks of the tenant that wait or are queued. */
    int pending(String tenant) {
        TenantWork work = find(tenant);
        return work == null ? 0 : work.pending;
    }

    /** To be called after every change of a lane: it moves among the ready ones, and is dropped when nothing is left of it. */
    void settle(Lane lane) {
        RolePool pool = lane.pool();
        if (!lane.ready(aging, month)) {
            pool.remove(lane);
            lane.standAside(aging);
            lane.work().wanting |= lane.wantsBudget(aging, month);
        } else {
            long share = lane.terms().share(pool.floor());
            pool.place(lane, share, aging);
            lane.work().dearest = Math.max(lane.work().dearest, lane.standEstimate());
            lane.watchAging(aging);
        }
        list(pool);
        if (lane.idle()) {
            drop(lane);
        }
    }

    void tenantChanged(String tenant) {
        TenantWork work = find(tenant);
        if (work != null) {
            for (Lane lane : List.copyOf(work.lanes)) {
                lane.capacity = lane.terms().capacity();
                settle(lane);
            }
        }
    }

    /** What the tenant's lanes share has more room or less. */
    void roomChanged(TenantWork work) {
        // Settling drops a lane of which nothing is left.
        for (int i = work.lanes.size() - 1; i >= 0; i--) {
            settle(work.lanes.get(i));
        }
    }

    /** What a tenant may still spend has changed. Its lanes are looked at only when it may matter to one: hardly ever, and they are many. */
    void budgetChanged(String tenant) {
        TenantWork work = find(tenant);
        if (work == null || !work.wanting && work.dearest <= work.terms().budgetLeft(month)) {
            return;
        }
        long left = work.terms().budgetLeft(month);
        work.wanting = false;
        work.dearest = 0;
        for (int i = work.lanes.size() - 1; i >= 0; i--) {
            Lane lane = work.lanes.get(i);
            if (lane.staysWith(left)) {
                work.dearest = Math.max(work.dearest, lane.standEstimate());
            } else {
                settle(lane);
            }
        }
    }

    void shareChanged(String tenant, String role) {
        Lane lane = find(tenant, role);
        if (lane != null) {
            settle(lane);
        }
    }

    /** Whether the tenant's own limit leaves room for a grant. */
    static boolean hasRoom(TenantWork work) {
        return work.live < work.terms().capacity();
    }

    private void settleAll() {
        for (TenantWork work : List.copyOf(byTenant.values())) {
            roomChanged(work);
        }
    }

    void roleChanged(String role, RoleRow row) {
        RolePool pool = pool(role);
        pool.update(row, terms.roleCapacity(role));
        for (Lane lane = pool.nextRegaining(); lane != null; lane = pool.nextRegaining()) {
            settle(lane);
        }
        list(pool);
    }

    RolePool pool(String role) {
        return pools.computeIfAbsent(role, r -> new RolePool(r, terms.role(r), terms.roleCapacity(r), precedence));
    }

    @Nullable
    ReadyLane next() {
        return open.isEmpty() ? null : open.first().first();
    }

    /** See {@link WorkIndex#nextTasks}. */
    List<NextTask> nextTasks(ReadyLane ready, int limit) {
        if (!(ready instanceof Lane first)) {
            throw new IllegalArgumentException("Expected a lane of this index, but got " + ready);
        }
        NextTask head = first.headTask();
        List<NextTask> next = new ArrayList<>(limit);
        next.add(head);
        RolePool pool = first.pool();
        int depth = Math.max(1, limit / Math.max(1, Math.min(limit, pool.readyLanes())));
        pool.forEachFirst(
                limit,
                lane -> lane.forEachNext(depth, task -> {
                    if (next.size() < limit && !task.equals(head)) {
                        next.add(task);
                    }
                }));
        return next;
    }

    /** The tenant's queued task that has been queued longest, null for none. */
    @Nullable
    TaskKey oldestQueued(String tenant) {
        TenantWork work = find(tenant);
        Lane found = null;
        for (Lane lane : work == null ? List.<Lane>of() : work.lanes) {
            long order = lane.oldestOrder();
            if (order >= 0 && (found == null || order < found.oldestOrder())) {
                found = lane;
            }
        }
        return found == null ? null : new TaskKey(tenant, found.headOf(found.oldestOrder()));
    }

    /** Ends a rebuild, in which queues were filled in no particular order. */
    void restored() {
        for (TenantWork work : List.copyOf(byTenant.values())) {
            for (Lane lane : List.copyOf(work.lanes)) {
                lane.sortQueues();
                settle(lane);
            }
        }
    }

    private void list(RolePool pool) {
        boolean belongs = pool.open();
        if (belongs != pool.listed) {
            pool.listed = belongs;
            if (belongs) {
                open.add(pool);
            } else {
                open.remove(pool);
            }
        }
    }

    private void drop(Lane lane) {
        TenantWork work = lane.work();
        work.lanes.remove(lane);
        lane.terms().lane = null;
        if (work.lanes.isEmpty() && work.pending == 0) {
            byTenant.remove(work.tenant());
            work.terms().work = null;
        }
    }

    private @Nullable TenantWork find(String tenant) {
        return terms.tenant(tenant).work;
    }

    private @Nullable Lane find(String tenant, String role) {
        return terms.tenant(tenant).lane(role).lane;
    }

    LaneFacts facts(String tenant, String role) {
        Lane lane = find(tenant, role);
        TenantTerms owner = terms.tenant(tenant);
        Lane seen = lane != null ? lane : new Lane(new TenantWork(owner), pool(role), owner.lane(role));
        return seen.facts(aging, month, now);
    }

    RoleFacts facts(String role) {
        return pool(role).facts(now);
    }

    List<String> rolesAtWork(String tenant) {
        TenantWork work = find(tenant);
        return work == null
                ? List.of()
                : work.lanes.stream().map(Lane::role).sorted().toList();
    }

    int ahead(TaskRow task) {
        Lane lane = find(task.tenant(), task.role());
        return lane == null ? 0 : lane.ahead(task.tier(), task.order());
    }

    int live(String tenant) {
        TenantWork work = find(tenant);
        return work == null ? 0 : work.live;
    }

    void describe(Consumer<String> line) {
        for (TenantWork work : new TreeMap<>(byTenant).values()) {
            line.accept("tenant " + work.tenant() + " pending " + work.pending);
            work.lanes.stream().map(Lane::describe).sorted().forEach(line);
        }
        for (RolePool pool : new TreeMap<>(pools).values()) {
            if (pool.unstarted > 0 || pool.listed) {
                line.accept(
                        "role " + pool.name() + " unstarted " + pool.unstarted + (pool.listed ? ", may grant" : ""));
            }
        }
    }
}
