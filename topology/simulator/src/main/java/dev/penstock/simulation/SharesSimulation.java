package dev.penstock.simulation;

import dev.penstock.simulation.report.Machine;
import dev.penstock.simulation.report.SharesReport;
import dev.penstock.simulation.workload.Curve;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.workload.ShareOptions;
import dev.penstock.simulation.workload.Tenant;
import dev.penstock.simulation.world.Fleet;
import dev.penstock.simulation.world.Tally;
import dev.penstock.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Two tenants of one slot want all the workers that there are, all the time, one with dear tasks and one with cheap ones. Twice: with all tasks handed in
 * at once, when the engine has nothing but its default estimate for them, and with tasks coming in as time goes by, when it has learned what they
 * cost. Estimates of the first are wrong throughout, so it is the correction by actual cost that makes shares right, or does not.
 */
public final class SharesSimulation {
    private static final Role ROLE = Role.COPYWRITER;
    private static final int CONTAINERS = 8;
    private static final int CAP = 1_000;
    private static final int MINUTES_OF_HOUR = 60;
    private static final long HOUR_MILLIS = 3_600_000;

    /** Demand of each tenant, in times of what all workers together can do: neither runs out of work. */
    private static final int OVERLOAD = 2;

    /** Of five tokens four are read and one is written. */
    private static final int TOKENS_PER_OUTPUT = 5;

    private SharesSimulation() {}

    public static SharesReport run(ShareOptions options, Consumer<Progress> listener) throws InterruptedException {
        Machine.Watch watch = Machine.watch();
        Customers customers = customers(options);
        List<World> worlds = List.of(
                world(options, customers, Curve.atOnce()),
                world(options, customers, Curve.flat(options.hours() * MINUTES_OF_HOUR)));
        long most = Math.round(customers.tasksPerDay() * options.hours() / 24) / OVERLOAD;
        List<Tally> tallies = Worlds.run(worlds, 2 * most, listener);
        return new SharesReport(
                options,
                CONTAINERS * ROLE.concurrency(),
                tallies.get(0),
                tallies.get(1),
                watch.stop(tallies.get(0).commands + tallies.get(1).commands));
    }

    private static World world(ShareOptions options, Customers customers, Curve curve) {
        Feeds feeds = new Feeds(options.seed());
        for (Lane lane : customers.lanes()) {
            long tasks = Math.round(lane.tasksPerDay() * options.hours() / 24);
            feeds.add(0, tasks, List.of(lane), null, 0, curve);
        }
        int[] containers = new int[Role.ALL.size()];
        containers[ROLE.ordinal()] = CONTAINERS;
        long millis = options.hours() * HOUR_MILLIS;
        return new World(
                customers,
                0,
                1,
                feeds.all(),
                Fleet.of(containers),
                millis,
                customers.lanes().size(),
                options.seed());
    }

    private static Customers customers(ShareOptions options) {
        List<Lane> lanes = new ArrayList<>();
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < options.tokens().size(); i++) {
            Role.TokenUse tokens = use(options.tokens().get(i));
            String name =
                    String.format(Locale.ROOT, "tokens-%d", options.tokens().get(i));
            Lane sized = new Lane(i, name, Plan.ENTERPRISE, ROLE, CAP, 0, tokens);
            double perDay =
                    (double) OVERLOAD * CONTAINERS * ROLE.concurrency() * 24 * HOUR_MILLIS / sized.meanServiceMillis();
            Lane lane = new Lane(i, name, Plan.ENTERPRISE, ROLE, CAP, perDay, tokens);
            lanes.add(lane);
            tenants.add(new Tenant(
                    name, Plan.ENTERPRISE, 0, List.of(lane), options.weights().get(i)));
        }
        return new Customers(tenants, lanes, 1);
    }

    private static Role.TokenUse use(int tokens) {
        int output = tokens / TOKENS_PER_OUTPUT;
        Role.TokenUse prices = ROLE.tokens();
        return new Role.TokenUse(tokens - output, output, prices.inputPrice(), prices.outputPrice());
    }
}
