package dev.penstock.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CustomersTest {
    private final Customers customers = Customers.of(10_000_000, 5_000, 12);

    private long tenants(Plan plan) {
        return customers.tenants().stream()
                .filter(tenant -> tenant.plan() == plan)
                .count();
    }

    @Test
    void shouldDealTenantsOutToPlans() {
        assertThat(tenants(Plan.FREE)).isEqualTo(3_000);
        assertThat(tenants(Plan.PRO)).isEqualTo(1_250);
        assertThat(tenants(Plan.AGENCY)).isEqualTo(600);
        assertThat(tenants(Plan.ENTERPRISE)).isEqualTo(150);
    }

    @Test
    void shouldAskForTheWholeDaysTasks() {
        assertThat(customers.tasksPerDay()).isCloseTo(10_000_000, within(1.0));
        assertThat(Customers.of(100, 1, 12).tasksPerDay()).isCloseTo(100, within(0.001));
    }

    @Test
    void shouldAskForNothingThatCapsRuleOut() {
        for (Lane lane : customers.lanes()) {
            assertThat(lane.tasksPerDay()).isLessThanOrEqualTo(Demand.mostPerDay(lane.cap(), lane.role()) * 1.000001);
            assertThat(lane.cap()).isPositive();
        }
    }

    @Test
    void shouldNumberLanesByTheirPlaceAndGiveEachTheRolesOfItsPlan() {
        for (int id = 0; id < customers.lanes().size(); id++) {
            Lane lane = customers.lanes().get(id);
            assertThat(lane.id()).isEqualTo(id);
            assertThat(lane.plan().roles()).contains(lane.role());
        }
    }

    @Test
    void shouldLetAFewTenantsAskForMuch() {
        double[] volumes = customers.tenants().stream()
                .filter(tenant -> tenant.plan() == Plan.ENTERPRISE)
                .mapToDouble(tenant ->
                        tenant.lanes().stream().mapToDouble(Lane::tasksPerDay).sum())
                .toArray();
        assertThat(volumes[0]).isGreaterThan(50 * volumes[149]);
    }

    @Test
    void shouldSpreadTenantsOverAllSlots() {
        for (int slot = 0; slot < 12; slot++) {
            int number = slot;
            assertThat(customers.tenants())
                    .filteredOn(tenant -> tenant.slot() == number)
                    .hasSizeBetween(300, 530);
        }
    }

    @Test
    void shouldDealOutNoMoreThanTheMost() {
        double[] dealt = Demand.deal(10, new double[] {8, 1, 1}, new double[] {2, 100, 100});
        assertThat(dealt).containsExactly(new double[] {2, 4, 4}, within(1e-6));
        assertThat(Demand.deal(10, new double[] {1, 1}, new double[] {2, 3}))
                .containsExactly(new double[] {2, 3}, within(1e-6));
    }
}
