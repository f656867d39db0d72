package dev.penstock.simulation.report;

import dev.penstock.admission.Tier;
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
 * @param quiet the hour without the flood, {@code flooded} with it; their waits are those of the others, and what was never started counts as
 *     having waited for an hour, which is less than it has
 */
public record FloodReport(
        FloodOptions options, int[] containers, int floodingFrom, Tally quiet, Tally flooded, Machine machine) {

    /** The others' p99 wait with the flood over that without it. */
    public double ratio() {
        return ratio(quiet.waits, flooded.waits);
    }

    /** The same for the others' tasks of the flood's tier and above. Those below wait for it to end: tiers come before shares. */
    public double ratioInTierAndAbove() {
        Histogram without = new Histogram();
        Histogram with = new Histogram();
        for (int tier = 0; tier <= options.floodTier().ordinal(); tier++) {
            without.merge(quiet.waitsByTier[tier]);
            with.merge(flooded.waitsByTier[tier]);
        }
        return ratio(without, with);
    }

    private static double ratio(Histogram without, Histogram with) {
        return DayReport.ratio(with.percentile(0.99), Math.max(1, without.percentile(0.99)));
    }

    /** Attempts of the flooding tenant that were started. */
    public long floodStarted() {
        long started = 0;
        for (int place = Tally.place(floodingFrom, Tier.URGENT); place < flooded.laneStarts.length; place++) {
            started += flooded.laneStarts[place];
        }
        return started;
    }

    /** For a terminal. */
    public String render() {
        Text text = new Text();
        text.line(
                "One tenant submits %,d %s tasks at once in minute 10 of an hour in which %,d others submit %,d; %d slots, seed %d",
                options.flood(), options.tier(), options.tenants(), quiet.accepted, options.slots(), options.seed());
        StringBuilder fleet = new StringBuilder();
        for (Role role : Role.ALL) {
            fleet.append(String.format(Locale.ROOT, "  %s %d", role.id(), containers[role.ordinal()]));
        }
        text.line(
                "containers, %d %% of what the others need by arithmetic:%s; the flood's caps would let it have all of them",
                options.fleetPercent(), fleet);
        text.line("");
        text.line("%-16s %12s %10s %10s %10s %12s", "others' wait", "tasks", "p50", "p99", "max", "not started");
        waits(text, "without flood", quiet.waits, quiet.unstarted());
        waits(text, "with flood", flooded.waits, flooded.unstarted());
        text.line("");
        text.line("%-16s %12s %12s %10s", "others' p99", "without", "with", "ratio");
        for (Tier tier : Tier.values()) {
            compare(text, name(tier), quiet.waitsByTier[tier.ordinal()], flooded.waitsByTier[tier.ordinal()]);
        }
        for (Plan plan : Plan.ALL) {
            compare(text, plan.id(), quiet.plans[plan.ordinal()].waits, flooded.plans[plan.ordinal()].waits);
        }
        text.line("");
        text.line(
                "ratio of the others' p99: %.2f; of their tasks in the flood's tier (%s) and above: %.2f",
                ratio(), options.tier(), ratioInTierAndAbove());
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
        Json.Obj tiers = new Json.Obj();
        for (Tier tier : Tier.values()) {
            tiers.put(
                    name(tier),
                    new Json.Obj()
                            .put("withoutFlood", DayReport.waits(quiet.waitsByTier[tier.ordinal()]))
                            .put("withFlood", DayReport.waits(flooded.waitsByTier[tier.ordinal()])));
        }
        Json.Obj fleet = new Json.Obj();
        Role.ALL.forEach(role -> fleet.put(role.id(), containers[role.ordinal()]));
        return Json.text(new Json.Obj()
                .put("flood", options.flood())
                .put("tier", options.tier())
                .put("tasksPerDay", options.tasksPerDay())
                .put("tenants", options.tenants())
                .put("seed", options.seed())
                .put("slots", options.slots())
                .put("fleetPercent", options.fleetPercent())
                .put("containers", fleet)
                .put("othersWaitMillisWithoutFlood", DayReport.waits(quiet.waits))
                .put("othersWaitMillisWithFlood", DayReport.waits(flooded.waits))
                .put("othersNotStartedWithoutFlood", quiet.unstarted())
                .put("othersNotStartedWithFlood", flooded.unstarted())
                .put("p99Ratio", ratio())
                .put("p99RatioInTierAndAbove", ratioInTierAndAbove())
                .put("tiers", tiers)
                .put("plans", plans)
                .put("floodRejected", flooded.rejected)
                .put("floodAttemptsStarted", floodStarted())
                .put("machine", machine.toJson()));
    }

    private static void compare(Text text, String name, Histogram quiet, Histogram flooded) {
        text.line(
                "%-16s %12s %12s %10.2f",
                name, Text.time(quiet.percentile(0.99)), Text.time(flooded.percentile(0.99)), ratio(quiet, flooded));
    }

    private static String name(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
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
