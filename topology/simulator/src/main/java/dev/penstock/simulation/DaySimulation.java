package dev.penstock.simulation;

import dev.penstock.simulation.report.DayReport;
import dev.penstock.simulation.report.Machine;
import dev.penstock.simulation.workload.Burst;
import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.world.Fleet;
import dev.penstock.simulation.world.Tally;
import dev.penstock.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A day, or its first hours, of many tenants' work on the real admission core. */
public final class DaySimulation {
    private static final long HOUR_MILLIS = 3_600_000;

    private DaySimulation() {}

    /** The same options give the same report, apart from what it says of the machine. */
    public static DayReport run(DayOptions options, Consumer<Progress> listener) throws InterruptedException {
        Curve curve = Curve.daily(options.hours());
        return run(options, curve, listener);
    }

    static DayReport run(DayOptions options, Curve curve, Consumer<Progress> listener) throws InterruptedException {
        Machine.Watch watch = Machine.watch();
        Customers customers = Customers.of(options.tasksPerDay(), options.tenants(), options.slots());
        Feeds feeds = new Feeds(options.seed());
        feeds.addDemand(customers, Math.round(options.tasksPerDay() * curve.total()), curve);
        if (options.burst()) {
            Burst.of(customers, options.hours() * 60, options.seed()).forEach(feeds::addBurst);
        }
        List<World> worlds = worlds(options, customers, feeds);
        List<Tally> tallies = Worlds.run(worlds, feeds.tasks(), listener);
        Tally tally = tallies.getFirst();
        tallies.subList(1, tallies.size()).forEach(tally::merge);
        return new DayReport(options, customers, tally, watch.stop(tally.commands));
    }

    /** Slots that share nothing but elastic workers run as worlds of their own; bounded workers hold them together. */
    private static List<World> worlds(DayOptions options, Customers customers, Feeds feeds) {
        long millis = options.hours() * HOUR_MILLIS;
        int lanes = customers.lanes().size();
        if (options.fleetPercent() > 0) {
            Fleet fleet = Fleet.of(FleetSize.of(customers.lanes(), options.fleetPercent()));
            return List.of(new World(customers, 0, options.slots(), feeds.all(), fleet, millis, lanes, options.seed()));
        }
        List<World> worlds = new ArrayList<>();
        for (int slot = 0; slot < options.slots(); slot++) {
            worlds.add(new World(customers, slot, 1, feeds.of(slot), Fleet.elastic(), millis, lanes, options.seed()));
        }
        return worlds;
    }
}
