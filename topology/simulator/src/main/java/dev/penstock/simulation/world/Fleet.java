package dev.penstock.simulation.world;

import dev.penstock.simulation.workload.Role;
import java.util.Arrays;

/**
 * The workers: places by role, and the dispatches that found none free. They are taken in the order in which they came, whatever their tier, as a
 * share group hands them out: the engine has put them in order, and keeps them few.
 */
public final class Fleet {
    private final int[] free;
    private final IntQueue[] parked;

    private Fleet(int[] places) {
        this.free = places;
        this.parked = new IntQueue[places.length];
        Arrays.setAll(parked, role -> new IntQueue());
    }

    /** As many workers as there is work for. */
    public static Fleet elastic() {
        int[] places = new int[Role.ALL.size()];
        Arrays.fill(places, Integer.MAX_VALUE);
        return new Fleet(places);
    }

    /** @param containers by role */
    public static Fleet of(int[] containers) {
        int[] places = new int[Role.ALL.size()];
        Arrays.setAll(places, role -> containers[role] * Role.ALL.get(role).concurrency());
        return new Fleet(places);
    }

    boolean hasRoom(int role) {
        return free[role] > 0;
    }

    void take(int role) {
        free[role]--;
    }

    void release(int role) {
        free[role]++;
    }

    void park(int role, int run) {
        parked[role].add(run);
    }

    /** The parked dispatch that is next, -1 for none. */
    int nextParked(int role) {
        return parked[role].isEmpty() ? -1 : parked[role].remove();
    }
}
