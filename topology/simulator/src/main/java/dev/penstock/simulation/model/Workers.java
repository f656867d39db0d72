package dev.penstock.simulation.model;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.world.IntQueue;
import java.util.Arrays;

/** The workers that all slots share: places by role, and the grants that found none free. Urgent ones are taken first, then in order of coming. */
final class Workers {
    private final int[] places;
    private final int[] busy;
    private final int[] most;
    private final IntQueue[][] parked;

    /** @param places by role */
    Workers(int[] places) {
        this.places = places.clone();
        this.busy = new int[places.length];
        this.most = new int[places.length];
        this.parked = new IntQueue[places.length][Tier.values().length];
        for (IntQueue[] tiers : parked) {
            Arrays.setAll(tiers, tier -> new IntQueue());
        }
    }

    boolean hasRoom(int role) {
        return busy[role] < places[role];
    }

    void take(int role) {
        busy[role]++;
        most[role] = Math.max(most[role], busy[role]);
    }

    void release(int role) {
        busy[role]--;
    }

    /** Most of the role that ran at once so far. */
    int most(int role) {
        return most[role];
    }

    void park(int role, Tier tier, int attempt) {
        parked[role][tier.ordinal()].add(attempt);
    }

    /** The parked grant that is next, -1 for none. */
    int nextParked(int role) {
        for (IntQueue tier : parked[role]) {
            if (!tier.isEmpty()) {
                return tier.remove();
            }
        }
        return -1;
    }
}
