package dev.penstock.simulation.report;

import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.world.Concurrency;
import dev.penstock.simulation.world.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * Worker containers of one role, hour by hour: what the simulation kept busy beside what plain arithmetic gives.
 *
 * @param hours from the first simulated one
 */
public record Containers(Role role, List<Hour> hours) {

    /**
     * @param submitted tasks
     * @param peak containers needed at the busiest of the hour's ten-second looks
     * @param mean containers needed on average
     * @param arithmetic tasks submitted in the hour over a container's tasks per hour
     */
    public record Hour(long submitted, int peak, double mean, double arithmetic) {}

    public static List<Containers> of(Tally tally, int hours) {
        List<Containers> all = new ArrayList<>();
        for (Role role : Role.ALL) {
            Concurrency.Hour[] running = tally.running10s[role.ordinal()].byHour(hours);
            List<Hour> needed = new ArrayList<>();
            for (int hour = 0; hour < hours; hour++) {
                long submitted = tally.submittedByHour[role.ordinal()][hour];
                needed.add(new Hour(
                        submitted,
                        Math.ceilDiv(running[hour].peak(), role.concurrency()),
                        running[hour].mean() / role.concurrency(),
                        (double) submitted / role.tasksPerHour()));
            }
            all.add(new Containers(role, needed));
        }
        return all;
    }

    public int peak() {
        return hours.stream().mapToInt(Hour::peak).max().orElse(0);
    }

    public double mean() {
        return hours.stream().mapToDouble(Hour::mean).average().orElse(0);
    }

    public double arithmeticPeak() {
        return hours.stream().mapToDouble(Hour::arithmetic).max().orElse(0);
    }

    public double arithmeticMean() {
        return hours.stream().mapToDouble(Hour::arithmetic).average().orElse(0);
    }

    static double ratio(double simulated, double arithmetic) {
        return arithmetic == 0 ? 0 : simulated / arithmetic;
    }

    Json toJson() {
        Json.Arr byHour = new Json.Arr();
        for (int hour = 0; hour < hours.size(); hour++) {
            Hour at = hours.get(hour);
            byHour.add(new Json.Obj()
                    .put("hour", hour)
                    .put("submitted", at.submitted())
                    .put("peak", at.peak())
                    .put("mean", at.mean())
                    .put("arithmetic", at.arithmetic())
                    .put("ratio", ratio(at.mean(), at.arithmetic())));
        }
        return new Json.Obj()
                .put("role", role.id())
                .put("tasksPerHourOfOne", role.tasksPerHour())
                .put("peak", peak())
                .put("mean", mean())
                .put("arithmeticPeak", arithmeticPeak())
                .put("arithmeticMean", arithmeticMean())
                .put("peakRatio", ratio(peak(), arithmeticPeak()))
                .put("meanRatio", ratio(mean(), arithmeticMean()))
                .put("byHour", byHour);
    }
}
