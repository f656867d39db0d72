package dev.penstock.simulation;

import dev.penstock.simulation.report.FloodReport;
import dev.penstock.simulation.report.Machine;
import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.FloodOptions;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.workload.Tenant;
import dev.penstock.simulation.world.Fleet;
import dev.penstock.simulation.world.Tally;
import dev.penstock.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One tenant pours its tasks in at once; the same hour without it shows what that does to the others. Workers are bounded, and the flooding
 * tenant's caps would let it have all of them: what protects the others is the order of grants alone.
 */
public final class FloodSimulation {
    private static final int MINUTE_MILLIS = 60_000;
    private static final int ARRIVAL_MINUTES = 60;
    private static final int FLOOD_MINUTE = 10;

    /** For tasks submitted late in the hour to start, so that none is left out of the waits for being late. */
    private static final int AFTER_MINUTES = 60;

    private static final String FLOODING = "flooding";

    private FloodSimulation() {}

    public static FloodReport run(FloodOptions options, Consumer<Progress> listener) throws InterruptedException {
        Machine.Watch watch = Machine.watch();
        Customers others = Customers.of(options.tasksPerDay(), options.tenants(), options.slots());
        int[] containers = FleetSize.of(others.lanes(), options.fleetPercent());
        Tenant flooding = floodingTenant(others, containers);
        List<World> worlds = List.of(
                world(options, others.with(flooding), containers, 0),
                world(options, others.with(flooding), containers, options.flood()));
        List<Tally> tallies = Worlds.run(worlds, 2 * quiet(options) + options.flood(), listener);
        tallies.forEach(tally -> tally.addUnstarted((long) AFTER_MINUTES * MINUTE_MILLIS));
        return new FloodReport(
                options,
                containers,
                others.lanes().size(),
                tallies.get(0),
                tallies.get(1),
                watch.stop(tallies.get(0).commands + tallies.get(1).commands));
    }

    private static World world(FloodOptions options, Customers customers, int[] containers, long flood) {
        Tenant flooding = customers.tenants().getLast();
        int floodingFrom = flooding.lanes().getFirst().id();
        Feeds feeds = new Feeds(options.seed());
        feeds.addDemand(customers, quiet(options), Curve.flat(ARRIVAL_MINUTES));
        List<Lane> pouring =
                flooding.lanes().stream().map(FloodSimulation::byDemand).toList();
        feeds.add(
                flooding.slot(),
                flood,
                pouring,
                options.floodTier(),
                (long) FLOOD_MINUTE * MINUTE_MILLIS,
                Curve.atOnce());
        return new World(
                customers,
                0,
                options.slots(),
                feeds.all(),
                Fleet.of(containers),
                (long) (ARRIVAL_MINUTES + AFTER_MINUTES) * MINUTE_MILLIS,
                floodingFrom,
                options.seed());
    }

    /** Submissions of the others in the hour. */
    private static long quiet(FloodOptions options) {
        return options.tasksPerDay() / 24;
    }

    /** Asks for nothing but its flood. */
    private static Tenant floodingTenant(Customers others, int[] containers) {
        List<Lane> lanes = new ArrayList<>();
        for (Role role : Role.ALL) {
            int workers = containers[role.ordinal()] * role.concurrency();
            lanes.add(new Lane(others.lanes().size() + lanes.size(), FLOODING, Plan.ENTERPRISE, role, workers, 0));
        }
        return new Tenant(FLOODING, Plan.ENTERPRISE, 0, lanes);
    }

    private static Lane byDemand(Lane lane) {
        return new Lane(
                lane.id(),
                lane.tenant(),
                lane.plan(),
                lane.role(),
                lane.cap(),
                lane.role().demand());
    }
}
