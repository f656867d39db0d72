package dev.penstock.simulation.world;

import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Policy;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.Fate;
import dev.penstock.simulation.workload.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Some slots and the workers that serve them, in one event loop over virtual time. Slots meet in nothing but workers: where those are elastic,
 * each slot can be a world of its own, and worlds can run beside each other without a difference to what they count.
 */
public final class World {
    private static final int TICK_MILLIS = 1_000;
    private static final int TICKS_PER_FLUSH = 300;

    /** From a grant to when a worker sees it: commits and polls of a deployment that is not behind. */
    private static final int LEAST_DISPATCH_MILLIS = 20;

    private static final int MOST_DISPATCH_MILLIS = 80;

    private final Agenda agenda = new Agenda();
    private final Runs runs = new Runs();
    private final List<SlotRun> slots = new ArrayList<>();
    private final List<Feed> feeds;
    private final Fleet fleet;
    private final long millis;
    private final Tally tally;
    private final int slotOffset;
    private long ticks;
    private volatile long simulatedMillis;
    private volatile long ended;

    /**
     * @param firstSlot the world has {@code slotCount} slots from this one on
     * @param feeds submissions to these slots
     * @param millis how much time to simulate
     * @param floodingFrom lanes from this id on are a flooding tenant's
     */
    public World(
            Customers customers,
            int firstSlot,
            int slotCount,
            List<Feed> feeds,
            Fleet fleet,
            long millis,
            int floodingFrom,
            long seed) {
        this.feeds = List.copyOf(feeds);
        this.fleet = fleet;
        this.millis = millis;
        this.slotOffset = firstSlot;
        this.tally = new Tally(millis, customers.lanes().size());
        Policy policy = SimulatedPolicy.policy();
        for (int slot = firstSlot; slot < firstSlot + slotCount; slot++) {
            slots.add(new SlotRun(slot, policy, customers, tally, this::dispatch, floodingFrom, millis, seed));
        }
    }

    /** Simulates all of the time. To be called once. */
    public Tally run() {
        for (int slot = 0; slot < slots.size(); slot++) {
            agenda.add(TICK_MILLIS, slot);
        }
        for (int feed = 0; feed < feeds.size(); feed++) {
            planArrival(feed);
        }
        while (!agenda.isEmpty()) {
            long entry = agenda.remove();
            long now = Agenda.time(entry);
            if (now >= millis) {
                break;
            }
            happen(Agenda.number(entry), now);
        }
        slots.forEach(slot -> slot.close(millis));
        noteProgress(millis);
        return tally;
    }

    /** Milliseconds of simulated time so far; may be asked from other threads, as may {@link #ended}. */
    public long simulatedMillis() {
        return simulatedMillis;
    }

    /** Tasks that have ended so far. */
    public long ended() {
        return ended;
    }

    /** Numbers on the agenda: first ticks by slot, then submissions by feed, then attempts. */
    private void happen(int number, long now) {
        if (number < slots.size()) {
            tick(number, now);
        } else if (number < slots.size() + feeds.size()) {
            arrive(number - slots.size(), now);
        } else {
            int run = number - slots.size() - feeds.size();
            Fate fate = runs.fate(run);
            if (fate == null) {
                seen(run, now);
            } else {
                finish(run, fate, now);
            }
        }
    }

    private void tick(int slot, long now) {
        slots.get(slot).tick(now);
        if (++ticks % TICKS_PER_FLUSH == 0) {
            slots.forEach(SlotRun::flush);
            noteProgress(now);
        }
        agenda.add(now + TICK_MILLIS, slot);
    }

    private void noteProgress(long now) {
        simulatedMillis = now;
        ended = tally.succeeded + tally.dead;
    }

    private void planArrival(int feed) {
        if (feeds.get(feed).arrivals().left() > 0) {
            agenda.add(feeds.get(feed).arrivals().next(), slots.size() + feed);
        }
    }

    private void arrive(int feed, long now) {
        Feed from = feeds.get(feed);
        slot(from.slot()).submit(from.arrivals().lane(), from.tier(), now);
        planArrival(feed);
    }

    private SlotRun slot(int number) {
        return slots.get(number - slotOffset);
    }

    private void plan(long at, int run) {
        agenda.add(at, slots.size() + feeds.size() + run);
    }

    private void dispatch(Granted granted, int slot, Role role, long now) {
        int run = runs.add(granted, slot, role.ordinal());
        plan(now + slot(slot).random().nextInt(LEAST_DISPATCH_MILLIS, MOST_DISPATCH_MILLIS), run);
    }

    /** Workers see a grant: one takes it, or it lies there until one has room. */
    private void seen(int run, long now) {
        int role = runs.role(run);
        if (fleet.hasRoom(role)) {
            start(run, now);
        } else {
            fleet.park(role, run);
        }
    }

    private void start(int run, long now) {
        int role = runs.role(run);
        SlotRun slot = slot(runs.slot(run));
        TaskRef task = runs.task(run);
        if (!slot.start(task, runs.attempt(run), now)) {
            runs.remove(run);
            return;
        }
        fleet.take(role);
        SplittableRandom random = slot.random();
        Fate fate = Fate.of(task.taskId().getLeastSignificantBits(), random);
        runs.start(run, fate, now);
        tally.running10s[role].started(now);
        plan(now + fate.millis(slot.meanServiceMillis(task), random), run);
    }

    private void finish(int run, Fate fate, long now) {
        int role = runs.role(run);
        slot(runs.slot(run)).finish(runs.task(run), runs.attempt(run), fate, runs.startedAt(run), now);
        runs.remove(run);
        tally.running10s[role].ended(now);
        fleet.release(role);
        while (fleet.hasRoom(role)) {
            int next = fleet.nextParked(role);
            if (next < 0) {
                break;
            }
            start(next, now);
        }
    }
}
