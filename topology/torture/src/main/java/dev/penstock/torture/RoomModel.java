package dev.penstock.torture;

import dev.penstock.admission.LaneConfig;

/** What room a tenant's limits leave. */
final class RoomModel {
    private RoomModel() {}

    static int tenantCap(TenantModel tenant) {
        int cap = tenant.config().limits().cap();
        return cap == 0 ? Integer.MAX_VALUE : cap;
    }

    static boolean affordable(long now, TenantModel tenant, TaskModel task) {
        long budget = tenant.config().limits().monthlyBudgetMicros();
        return budget == 0 || tenant.books.used(now) + task.estimate() <= budget;
    }

    static boolean countable(long now, TenantModel tenant, TaskModel task) {
        LaneConfig lane = tenant.lane(task.ref.role());
        return lane == null
                || lane.monthlyTasks() == 0
                || task.countedMonth != 0
                || tenant.books.counted(task.ref.role(), now) < lane.monthlyTasks();
    }
}
