package dev.penstock.simulation;

import dev.penstock.simulation.workload.Lane;
import dev.penstock.simulation.workload.Role;
import java.util.List;

/** Containers by plain arithmetic on the reference speeds. */
final class FleetSize {
    private FleetSize() {}

    /** @return by role, at least one each: {@code percent} of the containers that the lanes' mean demand keeps busy */
    static int[] of(List<Lane> lanes, int percent) {
        double[] perHour = new double[Role.ALL.size()];
        for (Lane lane : lanes) {
            perHour[lane.role().ordinal()] += lane.tasksPerDay() / 24;
        }
        int[] containers = new int[perHour.length];
        for (Role role : Role.ALL) {
            double busy = perHour[role.ordinal()] / role.tasksPerHour();
            containers[role.ordinal()] = (int) Math.max(1, Math.ceil(busy * percent / 100));
        }
        return containers;
    }
}
