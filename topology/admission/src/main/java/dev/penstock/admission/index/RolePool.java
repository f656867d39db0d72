package dev.penstock.admission.index;

import dev.penstock.admission.Tier;
import dev.penstock.admission.row.RoleRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

    /** Pace of its grants, and how long its attempts take. */
    final Pace pace = new Pace();

    final RunTime runs = new RunTime();

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
        return new RoleFacts(
                unstarted,
                window,
                live,
                capacity,
                readyLanes(),
                runs || silentSince == 0 ? 0 : now - silentSince,
                pace.intervals() > 0 ? pace.millis() : null,
                this.runs.known() ? this.runs.millis() : null);
    }

    /** Whether a lane is ready, and the role's limit and the dispatch window have room. */
    boolean open() {
        return unstarted < window && live < capacity && hasReady();
    }

    boolean hasReady() {
        for (IndexedHeap<Lane> tier : ready) {
            if (!tier.isEmpty()) {
                return true;
            }
        }
        return false;
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

    int readyLanes() {
        int lanes = 0;
        for (IndexedHeap<Lane> tier : ready) {
            lanes += tier.size();
        }
        return lanes;
    }

    /** Visits up to so many ready lanes: about those that will be granted next, in about that sequence. */
    void forEachFirst(int limit, Consumer<Lane> visitor) {
        int left = limit;
        for (IndexedHeap<Lane> tier : ready) {
            tier.forEachFirst(left, visitor);
            left -= Math.min(left, tier.size());
        }
    }

    /** The least share among its ready lanes; its floor when none is ready. */
    long leastShare() {
        long least = Long.MAX_VALUE;
        for (IndexedHeap<Lane> tier : ready) {
            // They are sorted by their shares.
            least = Math.min(least, tier.leastOr(Long.MAX_VALUE));
        }
        return least == Long.MAX_VALUE ? floor : least;
    }

    /** Share at which a lane that comes back from idleness joins in. */
    long floor() {
        return floor;
    }

    /** Puts a lane where it belongs now, unless it is there. */
    void place(Lane lane, long share, Aging aging) {
        long debit = lane.headDebit(aging);
        int tiersLost = precedence.tiersLost(share - floor, debit);
        if (lane.inHeap() && lane.standsRight(share, debit, tiersLost, aging)) {
            return;
        }
        remove(lane);
        lane.takeStand(share, debit, tiersLost, aging);
        // Among lanes of one tier: least share first, then the head that has waited longest.
        ready.get(lane.standTier()).add(lane, lane.standShare(), lane.standOrder());
        precedence.watch(lane, share, tiersLost, debit);
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
