package dev.penstock.simulation.report;

import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.world.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * How evenly one role served the tenants that competed for it: those that for most of the time had tasks queued and room under their caps. All
 * weights are 1 as yet, so equal is fair.
 *
 * @param tenants how many competed
 * @param jain Jain's index of the cost served: 1 when all got the same, 1/n when one got all
 * @param leastOverMean cost served to the one that got least over the mean; {@code mostOverMean} likewise
 * @param jainOfStarts Jain's index of the attempts started
 */
public record Fairness(
        Role role, int tenants, double jain, double leastOverMean, double mostOverMean, double jainOfStarts) {

    /** Of the simulated time that a lane must have competed for to count. */
    private static final double MOST = 0.5;

    /** Roles for which two tenants or more competed. */
    public static List<Fairness> of(List<Lane> lanes, Tally tally, long millis) {
        List<Fairness> all = new ArrayList<>();
        for (Role role : Role.ALL) {
            List<Lane> competing = lanes.stream()
                    .filter(lane -> lane.role() == role && tally.laneCompeted[lane.id()] >= MOST * millis)
                    .toList();
            if (competing.size() >= 2) {
                double[] costs = competing.stream()
                        .mapToDouble(lane -> tally.laneCost[lane.id()])
                        .toArray();
                double[] starts = competing.stream()
                        .mapToDouble(lane -> tally.laneStarts[lane.id()])
                        .toArray();
                all.add(of(role, costs, starts));
            }
        }
        return all;
    }

    private static Fairness of(Role role, double[] costs, double[] starts) {
        double sum = 0;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double cost : costs) {
            sum += cost;
            least = Math.min(least, cost);
            most = Math.max(most, cost);
        }
        double mean = sum / costs.length;
        return new Fairness(
                role,
                costs.length,
                jain(costs),
                mean == 0 ? 0 : least / mean,
                mean == 0 ? 0 : most / mean,
                jain(starts));
    }

    static double jain(double[] values) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        return squares == 0 ? 1 : sum * sum / (values.length * squares);
    }

    Json toJson() {
        return new Json.Obj()
                .put("role", role.id())
                .put("tenants", tenants)
                .put("jain", jain)
                .put("leastOverMean", leastOverMean)
                .put("mostOverMean", mostOverMean)
                .put("jainOfStarts", jainOfStarts);
    }
}
