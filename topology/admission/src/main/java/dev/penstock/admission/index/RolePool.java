package dev.penstock.admission.index;

import dev.penstock.admission.Tier;
import dev.penstock.admission.row.RoleRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One role's ready lanes, ordered for granting, and its grants that no worker has started yet. */
final class RolePool {
    private final String name;

    /** Ready lanes by the tier of their heads. */
    private final List<IndexedHeap<Lane>> ready = new ArrayList<>();

    int unstarted;

    /** Grants and leases of the role in this slot, and how many there may be. */
    int live;

    private final Precedence precedence;
    private int capacity;
    private int window;
    private long floor;
    private long joinFloor;

    /** Pace of its grants, and how long its attempts take. */
    final Pace pace = new Pace();

    final Pace runs = new Pace();

    /** Since when grants are out and none was started, 0 for not at all. */
    private long silentSince;

    /** Whether it is listed as one that may grant. */
    boolean listed;

    /** @param precedence tasks, see {@link Precedence} */
    RolePool(String name, RoleRow row, int capacity, int precedence) {
        this.name = name;
        this.precedence = new Precedence(precedence);
        for (Tier ignored : Tier.values()) {
            ready.add(new IndexedHeap<>());
        }
        update(row, capacity);
    }

    String name() {
        return name;
    }

    void update(RoleRow row, int roleCapacity) {
        capacity = roleCapacity;
        window = row.window();
        floor = row.floor();
        joinFloor = row.joinFloor();
    }

    /** A grant was made. */
    void granted(long now, boolean waiting) {
        pace.granted(now, waiting);
        if (silentSince == 0) {
            silentSince = now;
        }
    }

    /** A worker has started a grant. */
    void started() {
        silentSince = 0;
    }

    RoleFacts facts(long now) {
        boolean runs = live > unstarted;
        int readyLanes = 0;
        for (IndexedHeap<Lane> tier : ready) {
            readyLanes += tier.size();
        }
        return new RoleFacts(
                unstarted,
                window,
                live,
                capacity,
                readyLanes,
                runs || silentSince == 0 ? 0 : now - silentSince,
                pace.known() ? pace.millis() : null,
                this.runs.known() ? this.runs.millis() : null);
    }

    /** Whether a lane is ready, and the role's limit and the dispatch window have room. */
    boolean open() {
        return unstarted < window && live < capacity && first() != null;
    }

    @Nullable
    Lane first() {
        for (IndexedHeap<Lane> tier : ready) {
            Lane lane = tier.peek();
            if (lane != null) {
                return lane;
            }
        }
        return null;
    }

    long leastShare() {
        Lane least = least();
        return least == null ? Long.MIN_VALUE : Math.min(least.standShare(), least.knownShare());
    }

    long leastSettledShare() {
        Lane least = least();
        return least == null ? Long.MIN_VALUE : Math.min(least.standShare(), least.settledShare());
    }

    /** Of its ready lanes the one that has had least, null when none is ready. */
    private @Nullable Lane least() {
        Lane least = null;
        for (IndexedHeap<Lane> tier : ready) {
            Lane lane = tier.peek();
            if (lane != null && (least == null || lane.standShare() < least.standShare())) {
                least = lane;
            }
        }
        return least;
    }

    /**
     * The share that a lane stands with.
     *
     * @param share what it has had; under the floor it counts as the floor, so that idleness earns no credit. That floor does not pass what the
     *     least served of the ready lanes has had even without its live attempts, so that what is taken back of an estimate is not lost to a lane
     *     that waits all along; nor the share of any ready lane, so that this gives the same number whenever it is asked while the lane stays ready.
     */
    long joinShare(long share) {
        return Math.max(share, joinFloor);
    }

    /** Puts a lane where it belongs now, unless it is there. */
    void place(Lane lane, long joinShare, Aging aging) {
        long debit = lane.headDebit(aging);
        int tiersLost = precedence.tiersLost(joinShare - floor, debit);
        if (lane.inHeap() && lane.standsRight(joinShare, debit, tiersLost, aging)) {
            return;
        }
        remove(lane);
        lane.takeStand(joinShare, debit, tiersLost, aging);
        // Among lanes of one tier: least share first, then the head that has waited longest.
        ready.get(lane.standTier()).add(lane, lane.standShare(), lane.standOrder());
        precedence.watch(lane, joinShare, tiersLost, debit);
    }

    void remove(Lane lane) {
        if (lane.inHeap()) {
            ready.get(lane.standTier()).remove(lane);
        }
        precedence.forget(lane);
    }

    /** A ready lane that regains a tier now, null for none; to be settled. */
    @Nullable
    Lane nextRegaining() {
        return precedence.next(floor);
    }
}
