package dev.penstock.simulation.report;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Customers;
import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Role;
import dev.penstock.simulation.workload.Tenant;
import dev.penstock.simulation.world.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How evenly one role served the tenants that competed for it in one tier: those that for most of the time had tasks of the tier queued and room
 * under their caps. All weights are 1 as yet, so equal is fair; except that tasks of higher tiers count towards a tenant's share but wait for
 * nobody's, so a tenant with many of those may rightly have more.
 *
 * @param tenants how many competed
 * @param jain Jain's index of the cost served in the tier and above: 1 when all got the same, 1/n when one got all
 * @param leastOverMean cost served to the one that got least over the mean; {@code mostOverMean} likewise
 * @param jainWithinSlots the same index where each tenant is compared with its slot's mean: slots order grants on their own and know nothing of
 *     each other, so this is the engine's part of it
 * @param jainOfStarts Jain's index of the attempts started
 */
public record Fairness(
        Role role,
        Tier tier,
        int tenants,
        double jain,
        double leastOverMean,
        double mostOverMean,
        double jainWithinSlots,
        double jainOfStarts) {

    /** Of the simulated time that a lane must have competed for to count. */
    private static final double MOST = 0.5;

    /** Roles for which two tenants or more competed. */
    public static List<Fairness> of(Customers customers, Tally tally, long millis) {
        int[] slotOfLane = new int[customers.lanes().size()];
        for (Tenant tenant : customers.tenants()) {
            tenant.lanes().forEach(lane -> slotOfLane[lane.id()] = tenant.slot());
        }
        List<Fairness> all = new ArrayList<>();
        for (Role role : Role.ALL) {
            for (Tier tier : Tier.values()) {
                List<Lane> competing = customers.lanes().stream()
                        .filter(lane -> lane.role() == role)
                        .filter(lane -> tally.laneCompeted[Tally.place(lane.id(), tier)] >= MOST * millis)
                        .toList();
                if (competing.size() >= 2) {
                    all.add(of(role, tier, competing, slotOfLane, customers.slots(), tally));
                }
            }
        }
        return all;
    }

    private static Fairness of(Role role, Tier tier, List<Lane> competing, int[] slotOfLane, int slots, Tally tally) {
        double[] costs = new double[competing.size()];
        double[] starts = new double[competing.size()];
        DoubleSummaryStatistics[] bySlot =
                Stream.generate(DoubleSummaryStatistics::new).limit(slots).toArray(DoubleSummaryStatistics[]::new);
        for (int i = 0; i < costs.length; i++) {
            Lane lane = competing.get(i);
            for (int place = Tally.place(lane.id(), Tier.URGENT); place <= Tally.place(lane.id(), tier); place++) {
                costs[i] += tally.laneCost[place];
                starts[i] += tally.laneStarts[place];
            }
            bySlot[slotOfLane[lane.id()]].accept(costs[i]);
        }
        double[] overMean = new double[costs.length];
        Arrays.setAll(
                overMean,
                i -> DayReport.ratio(
                        costs[i], bySlot[slotOfLane[competing.get(i).id()]].getAverage()));
        return of(role, tier, costs, overMean, starts);
    }

    private static Fairness of(Role role, Tier tier, double[] costs, double[] overMean, double[] starts) {
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
                tier,
                costs.length,
                jain(costs),
                mean == 0 ? 0 : least / mean,
                mean == 0 ? 0 : most / mean,
                jain(overMean),
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
                .put("tier", tier.name().toLowerCase(Locale.ROOT))
                .put("tenants", tenants)
                .put("jain", jain)
                .put("leastOverMean", leastOverMean)
                .put("mostOverMean", mostOverMean)
                .put("jainWithinSlots", jainWithinSlots)
                .put("jainOfStarts", jainOfStarts);
    }
}
