package dev.penstock.simulation.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All tenants with their lanes. Volumes within a plan follow Zipf's law: a few tenants ask for much, most for little.
 *
 * @param lanes by id
 */
public record Customers(List<Tenant> tenants, List<Lane> lanes, int slots) {
    private static final double ZIPF_EXPONENT = 0.9;

    public Customers {
        tenants = List.copyOf(tenants);
        lanes = List.copyOf(lanes);
    }

    /**
     * Tenants whose demand adds up to {@code tasksPerDay} and is feasible under their caps. What Free, Pro and Agency may not run, Enterprise asks
     * for, with caps to fit; there is at least one Enterprise tenant.
     */
    public static Customers of(long tasksPerDay, int tenants, int slots) {
        Builder builder = new Builder(slots);
        double left = tasksPerDay;
        int tenantsLeft = tenants;
        for (Plan plan : Plan.ALL) {
            boolean last = plan == Plan.ENTERPRISE;
            int count = last ? tenantsLeft : Math.min(tenantsLeft - 1, tenants * plan.percentOfTenants() / 100);
            double volume = last ? left : tasksPerDay * plan.percentOfTasks() / 100.0;
            left -= builder.add(plan, count, volume);
            tenantsLeft -= count;
        }
        return builder.build();
    }

    /** Tasks a day of all lanes together. */
    public double tasksPerDay() {
        return lanes.stream().mapToDouble(Lane::tasksPerDay).sum();
    }

    /** The lanes of the tenants in one slot. */
    public List<Lane> lanesOf(int slot) {
        return tenants.stream()
                .filter(tenant -> tenant.slot() == slot)
                .flatMap(tenant -> tenant.lanes().stream())
                .toList();
    }

    /** The same tenants with one more. */
    public Customers with(Tenant tenant) {
        List<Tenant> more = new ArrayList<>(tenants);
        more.add(tenant);
        List<Lane> moreLanes = new ArrayList<>(lanes);
        moreLanes.addAll(tenant.lanes());
        return new Customers(more, moreLanes, slots);
    }

    private static final class Builder {
        private final List<Tenant> tenants = new ArrayList<>();
        private final List<Lane> lanes = new ArrayList<>();
        private final int slots;

        Builder(int slots) {
            this.slots = slots;
        }

        Customers build() {
            return new Customers(tenants, lanes, slots);
        }

        /** @return what was placed of the volume */
        double add(Plan plan, int count, double volume) {
            int width = plan.roles().size();
            double[] weights = new double[count * width];
            double[] most = new double[count * width];
            for (int i = 0; i < weights.length; i++) {
                Role role = plan.roles().get(i % width);
                weights[i] = role.demand() * StrictMath.pow(i / width + 1, -ZIPF_EXPONENT);
                most[i] = plan.cap() == 0 ? Double.MAX_VALUE : Demand.mostPerDay(plan.cap(), role);
            }
            double[] dealt = Demand.deal(volume, weights, most);
            double placed = 0;
            for (int rank = 0; rank < count; rank++) {
                String name = String.format(Locale.ROOT, "%s-%04d", plan.id(), rank + 1);
                List<Lane> own = new ArrayList<>();
                for (int i = rank * width; i < (rank + 1) * width; i++) {
                    Role role = plan.roles().get(i % width);
                    int cap = plan.cap() == 0 ? Demand.capFor(dealt[i], role) : plan.cap();
                    own.add(new Lane(lanes.size() + own.size(), name, plan, role, cap, dealt[i]));
                    placed += dealt[i];
                }
                // By hash, as the engine's producers do it: slots come out as uneven as they would.
                int slot = (int) Long.remainderUnsigned(Mix.of(tenants.size()), slots);
                tenants.add(new Tenant(name, plan, slot, own));
                lanes.addAll(own);
            }
            return placed;
        }
    }
}
