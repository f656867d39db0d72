package dev.penstock.simulation.report;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.DayOptions;
import dev.penstock.simulation.workload.Plan;
import dev.penstock.simulation.world.Foretold;
import dev.penstock.simulation.world.Histogram;
import dev.penstock.simulation.world.Tally;
import java.util.List;
import java.util.Locale;

/** A day's report as lines. */
final class DayText {
    private final DayReport report;
    private final Text text = new Text();

    private DayText(DayReport report) {
        this.report = report;
    }

    static String of(DayReport report) {
        DayText day = new DayText(report);
        day.head();
        day.tasks();
        day.waits();
        day.foretold();
        day.plans();
        day.containers();
        day.byHour();
        day.fairness();
        report.machine().render(day.text);
        return day.text.toString();
    }

    private void head() {
        DayOptions options = report.options();
        text.line(
                "%d h of a day of %,d tasks, %,d tenants, %d slots, seed %d, %s, %s",
                options.hours(),
                options.tasksPerDay(),
                options.tenants(),
                options.slots(),
                options.seed(),
                options.burst() ? "bursts" : "no bursts",
                options.fleetPercent() == 0
                        ? "as many workers as needed"
                        : options.fleetPercent() + " % of the workers of plain arithmetic");
        text.line("");
    }

    private void tasks() {
        Tally tally = report.tally();
        text.line(
                "tasks      submitted %,d  accepted %,d  rejected %,d",
                tally.submitted, tally.accepted, tally.rejected);
        text.line(
                "           succeeded %,d  dead %,d  left %,d (queued %,d, backing off %,d, running %,d)",
                tally.succeeded, tally.dead, tally.left(), tally.queued, tally.waiting, tally.running);
        text.line(
                "events     %.2f per task; heartbeats, which are not simulated, would add %.1f; retries %,d, lapsed grants %,d",
                report.eventsPerTask(), report.heartbeatsPerTask(), tally.retries, tally.lapsed);
        text.line("");
    }

    private void waits() {
        text.line("%-12s %12s %10s %10s %10s", "wait by tier", "tasks", "p50", "p99", "max");
        for (Tier tier : Tier.values()) {
            Histogram waits = report.tally().waitsByTier[tier.ordinal()];
            text.line(
                    "%-12s %,12d %10s %10s %10s",
                    tier.name().toLowerCase(Locale.ROOT),
                    waits.count(),
                    Text.time(waits.percentile(0.5)),
                    Text.time(waits.percentile(0.99)),
                    Text.time(waits.max()));
        }
        text.line("of tasks that were started; %,d never were", report.tally().unstarted());
        text.line("");
    }

    private void foretold() {
        Foretold foretold = report.tally().foretold;
        text.line(
                "foretold   of %,d tasks that had to wait in a steady hour %,d were told when they would start; off by %.0f %% of the wait in"
                        + " the median, %.0f %% at p90 (%,d that waited 1 s or more)",
                foretold.asked,
                foretold.foretold,
                100 * foretold.error(0.5),
                100 * foretold.error(0.9),
                foretold.judged());
        text.line("");
    }

    private void plans() {
        text.line(
                "%-12s %8s %12s %10s %10s %10s %10s %10s %8s %14s",
                "plan", "tenants", "tasks", "wait p50", "p99", "max", "left", "at cap", "in use", "cost USD");
        for (Plan plan : Plan.ALL) {
            Tally.ByPlan by = report.tally().plans[plan.ordinal()];
            text.line(
                    "%-12s %,8d %,12d %10s %10s %10s %,10d %8.2f %% %6.1f %% %,14.2f",
                    plan.id(),
                    report.tenants(plan),
                    by.accepted,
                    Text.time(by.waits.percentile(0.5)),
                    Text.time(by.waits.percentile(0.99)),
                    Text.time(by.waits.max()),
                    by.accepted - by.ended,
                    100 * report.laneTimeAtCap(by),
                    100 * DayReport.ratio(by.liveMillis, by.capMillis),
                    by.costMicros / 1e6);
        }
        text.line(
                "at cap: share of lane-time with the cap full; in use: slots held of all caps; highest cap %,d",
                report.highestCap());
        text.line("");
    }

    private void containers() {
        text.line(
                "%-22s %8s %11s %6s %10s %11s %6s",
                "containers", "peak", "arithmetic", "ratio", "mean", "arithmetic", "ratio");
        double[] sums = new double[4];
        for (Containers role : report.containers()) {
            double[] figures = {role.peak(), role.arithmeticPeak(), role.mean(), role.arithmeticMean()};
            for (int i = 0; i < sums.length; i++) {
                sums[i] += figures[i];
            }
            containersLine(role.role().id(), figures);
        }
        containersLine("all, each at its peak", sums);
        text.line(
                "arithmetic: tasks submitted per hour over one container's tasks per hour, in the busiest hour and on average");
        text.line("");
    }

    private void containersLine(String name, double[] figures) {
        text.line(
                "%-22s %,8.0f %,11.1f %6.2f %,10.1f %,11.1f %6.2f",
                name,
                figures[0],
                figures[1],
                Containers.ratio(figures[0], figures[1]),
                figures[2],
                figures[3],
                Containers.ratio(figures[2], figures[3]));
    }

    private void byHour() {
        List<Containers> roles = report.containers();
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-10s", "hour"));
        for (Containers role : roles) {
            String id = role.role().id();
            head.append(String.format(Locale.ROOT, "%12s", id.substring(0, Math.min(11, id.length()))));
        }
        text.line("%s", head);
        for (int hour = 0; hour < report.options().hours(); hour++) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%02d:00     ", hour));
            for (Containers role : roles) {
                Containers.Hour at = role.hours().get(hour);
                String cell = String.format(Locale.ROOT, "%,d/%,.0f", at.peak(), at.arithmetic());
                row.append(String.format(Locale.ROOT, "%12s", cell));
            }
            text.line("%s", row);
        }
        text.line("containers at the hour's peak / by arithmetic");
        text.line("");
    }

    private void fairness() {
        List<Fairness> roles = report.fairness();
        if (roles.isEmpty()) {
            text.line(
                    "fairness   no tenant had to compete: where tasks waited, they waited for their own tenant's cap");
        }
        for (Fairness role : roles) {
            text.line(
                    "fairness   %-20s %-6s %,d tenants competed: cost served least %.2f, most %.2f of the mean,"
                            + " Jain's index %.4f, within slots %.4f, of starts %.4f",
                    role.role().id(),
                    role.tier().name().toLowerCase(Locale.ROOT),
                    role.tenants(),
                    role.leastOverMean(),
                    role.mostOverMean(),
                    role.jain(),
                    role.jainWithinSlots(),
                    role.jainOfStarts());
        }
        text.line("");
    }
}
