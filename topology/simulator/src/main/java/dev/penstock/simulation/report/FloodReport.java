package dev.penstock.simulation.report;

import dev.penstock.simulation.workload.FloodOptions;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.world.Histogram;
import dev.penstock.simulation.world.Tally;
import java.util.Locale;

/**
 * What a flood did to the other tenants.
 *
 * @param containers by role
 * @param floodingFrom lanes from this id on are the flooding tenant's
 * @param quiet the hour without the flood, {@code flooded} with it; their waits are those of the others
 */
public record FloodReport(
        FloodOptions options, int[] containers, int floodingFrom, Tally quiet, Tally flooded, Machine machine) {

    /** The others' p99 wait with the flood over that without it. */
    public double ratio() {
        return DayReport.ratio(
                flooded.waits.percentile(0.99), Math.max(1, quiet.waits.percentile(0.99)));
    }

    /** Attempts of the flooding tenant that were started. */
    public long floodStarted() {
        long started = 0;
        for (int lane = floodingFrom; lane < flooded.laneStarts.length; lane++) {
            started += flooded.laneStarts[lane];
        }
        return started;
    }

    /** For a terminal. */
    public String render() {
        Text text = new Text();
        text.line(
                "One tenant submits %,d tasks at once in minute 10 of an hour in which %,d others submit %,d; %d slots, seed %d",
                options.flood(), options.tenants(), quiet.accepted, options.slots(), options.seed());
        StringBuilder fleet = new StringBuilder();
        for (Role role : Role.ALL) {
            fleet.append(String.format(Locale.ROOT, "  %s %d", role.id(), containers[role.ordinal()]));
        }
        text.line(
                "containers, %d %% of what the others need by arithmetic:%s; the flood's caps would let it have all of them",
                options.fleetPercent(), fleet);
        text.line("");
        text.line("%-16s %12s %10s %10s %10s %12s", "others' wait", "started", "p50", "p99", "max", "not started");
        waits(text, "without flood", quiet.waits, unstarted(quiet));
        waits(text, "with flood", flooded.waits, unstarted(flooded));
        text.line("");
        text.line("%-16s %12s %12s %10s", "p99 by plan", "without", "with", "ratio");
        for (Plan plan : Plan.ALL) {
            long without = quiet.plans[plan.ordinal()].waits.percentile(0.99);
            long with = flooded.plans[plan.ordinal()].waits.percentile(0.99);
            text.line(
                    "%-16s %12s %12s %10.2f",
                    plan.id(), Text.time(without), Text.time(with), DayReport.ratio(with, without));
        }
        text.line("");
        text.line("ratio of the others' p99: %.2f", ratio());
        text.line(
                "of the flood: rejected %,d, attempts started %,d in the two hours simulated; left %,d tasks in all",
                flooded.rejected, floodStarted(), flooded.left());
        machine.render(text);
        return text.toString();
    }

    /** The same, for programs; the member {@code machine} alone differs from run to run. */
    public String json() {
        Json.Obj plans = new Json.Obj();
        for (Plan plan : Plan.ALL) {
            plans.put(
                    plan.id(),
                    new Json.Obj()
                            .put("withoutFlood", DayReport.waits(quiet.plans[plan.ordinal()].waits))
                            .put("withFlood", DayReport.waits(flooded.plans[plan.ordinal()].waits)));
        }
        Json.Obj fleet = new Json.Obj();
        Role.ALL.forEach(role -> fleet.put(role.id(), containers[role.ordinal()]));
        return Json.text(new Json.Obj()
                .put("flood", options.flood())
                .put("tasksPerDay", options.tasksPerDay())
                .put("tenants", options.tenants())
                .put("seed", options.seed())
                .put("slots", options.slots())
                .put("fleetPercent", options.fleetPercent())
                .put("containers", fleet)
                .put("othersWaitMillisWithoutFlood", DayReport.waits(quiet.waits))
                .put("othersWaitMillisWithFlood", DayReport.waits(flooded.waits))
                .put("othersNotStartedWithoutFlood", unstarted(quiet))
                .put("othersNotStartedWithFlood", unstarted(flooded))
                .put("p99Ratio", ratio())
                .put("plans", plans)
                .put("floodRejected", flooded.rejected)
                .put("floodAttemptsStarted", floodStarted())
                .put("machine", machine.toJson()));
    }

    private long unstarted(Tally tally) {
        return quiet.accepted - tally.waits.count();
    }

    private static void waits(Text text, String name, Histogram waits, long unstarted) {
        text.line(
                "%-16s %,12d %10s %10s %10s %,12d",
                name,
                waits.count(),
                Text.time(waits.percentile(0.5)),
                Text.time(waits.percentile(0.99)),
                Text.time(waits.max()),
                unstarted);
    }
}
