package dev.penstock.simulation.report;

import dev.penstock.admission.Policy;
import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.world.Histogram;
import dev.penstock.simulation.world.Tally;
import java.util.List;
import java.util.Locale;

/** What a simulated day came to. Everything but {@code machine} follows from the options. */
public record DayReport(DayOptions options, Customers customers, Tally tally, Machine machine) {
    private static final long HOUR_MILLIS = 3_600_000;

    public List<Containers> containers() {
        return Containers.of(tally, options.hours());
    }

    public List<Fairness> fairness() {
        return Fairness.of(customers, tally, options.hours() * HOUR_MILLIS);
    }

    public long left() {
        return tally.left();
    }

    /** Published events per accepted task, without heartbeats. */
    public double eventsPerTask() {
        return ratio(tally.events, tally.accepted);
    }

    /** Heartbeats per accepted task that real workers would send: one each third of a lease. They are not simulated. */
    public double heartbeatsPerTask() {
        return ratio(tally.runMillis / (Policy.DEFAULT.lease().toMillis() / 3.0), tally.accepted);
    }

    /** The highest cap of any Enterprise lane. */
    public int highestCap() {
        return customers.lanes().stream().mapToInt(Lane::cap).max().orElse(0);
    }

    static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /** For a terminal. */
    public String render() {
        return DayText.of(this);
    }

    /** The same, for programs; the member {@code machine} alone differs from run to run. */
    public String json() {
        Json.Obj tasks = new Json.Obj()
                .put("submitted", tally.submitted)
                .put("accepted", tally.accepted)
                .put("rejected", tally.rejected)
                .put("succeeded", tally.succeeded)
                .put("dead", tally.dead)
                .put("left", left())
                .put("leftQueued", tally.queued)
                .put("leftWaiting", tally.waiting)
                .put("leftRunning", tally.running)
                .put("neverStarted", tally.unstarted())
                .put("retries", tally.retries)
                .put("lapsedGrants", tally.lapsed)
                .put("commands", tally.commands)
                .put("events", tally.events)
                .put("eventsPerTask", eventsPerTask())
                .put("heartbeatsPerTask", heartbeatsPerTask());
        Json.Obj tiers = new Json.Obj();
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name().toLowerCase(Locale.ROOT), waits(tally.waitsByTier[tier.ordinal()]));
        }
        Json.Arr containers = new Json.Arr();
        containers().forEach(role -> containers.add(role.toJson()));
        Json.Arr fairness = new Json.Arr();
        fairness().forEach(role -> fairness.add(role.toJson()));
        return Json.text(new Json.Obj()
                .put("options", optionsJson())
                .put("tasks", tasks)
                .put("waitMillisByTier", tiers)
                .put("foretoldStarts", foretoldJson())
                .put("plans", plansJson())
                .put("containers", containers)
                .put("fairness", fairness)
                .put("machine", machine.toJson()));
    }

    private Json optionsJson() {
        return new Json.Obj()
                .put("tasksPerDay", options.tasksPerDay())
                .put("tenants", options.tenants())
                .put("hours", options.hours())
                .put("seed", options.seed())
                .put("burst", options.burst())
                .put("slots", options.slots())
                .put("fleetPercent", options.fleetPercent());
    }

    private Json foretoldJson() {
        return new Json.Obj()
                .put("asked", tally.foretold.asked)
                .put("foretold", tally.foretold.foretold)
                .put("judged", tally.foretold.judged())
                .put("medianError", tally.foretold.error(0.5))
                .put("p90Error", tally.foretold.error(0.9));
    }

    private Json plansJson() {
        Json.Obj plans = new Json.Obj();
        for (Plan plan : Plan.ALL) {
            Tally.ByPlan by = tally.plans[plan.ordinal()];
            plans.put(
                    plan.id(),
                    new Json.Obj()
                            .put("tenants", tenants(plan))
                            .put("lanes", by.lanes)
                            .put("accepted", by.accepted)
                            .put("left", by.accepted - by.ended)
                            .put("costMicroDollars", by.costMicros)
                            .put("laneTimeAtCap", laneTimeAtCap(by))
                            .put("capInUse", ratio(by.liveMillis, by.capMillis))
                            .put("waitMillis", waits(by.waits)));
        }
        return plans;
    }

    long tenants(Plan plan) {
        return customers.tenants().stream()
                .filter(tenant -> tenant.plan() == plan)
                .count();
    }

    double laneTimeAtCap(Tally.ByPlan by) {
        return ratio(by.atCapMillis, (double) by.lanes * options.hours() * HOUR_MILLIS);
    }

    static Json.Obj waits(Histogram waits) {
        return new Json.Obj()
                .put("tasks", waits.count())
                .put("p50", waits.percentile(0.5))
                .put("p99", waits.percentile(0.99))
                .put("max", waits.max());
    }
}
