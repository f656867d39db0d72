package dev.penstock.admission;

import java.util.List;
import java.util.UUID;

/** Something that keeps a task from running. Times are the engine's clock in milliseconds since 1970-01-01T00:00Z, money is micro-dollars. */
public sealed interface Hold {

    /** Tasks that it comes after have not succeeded yet. */
    record Dependency(List<UUID> awaited) implements Hold {
        public Dependency {
            awaited = List.copyOf(awaited);
        }
    }

    /** It is not to start before. */
    record NotBefore(long until) implements Hold {}

    /** An attempt has ended or was handed back, and the next one may not come before. */
    record BackOff(long until) implements Hold {}

    record TenantPaused() implements Hold {}

    /** The lane is paused. */
    record LanePaused() implements Hold {}

    /** The operator has paused the role. */
    record RolePaused() implements Hold {}

    /** The lane, or the operator's role, is disabled or no longer allocated. */
    record RoleDisabled() implements Hold {}

    record LaneCap(int live, int cap) implements Hold {}

    record TenantCap(int live, int cap) implements Hold {}

    /** @param cap this slot's part of it */
    record RoleCap(int live, int cap) implements Hold {}

    /** @param until when the next month begins */
    record MonthlyTasks(long counted, int limit, long until) implements Hold {}

    /**
     * @param used spent, unknown and reserved
     * @param needed what the lane's next task would reserve
     * @param until when the next month begins
     */
    record Budget(long used, long needed, long budget, long until) implements Hold {}

    /** No worker takes the role's grants: the oldest that is out has waited so long. */
    record NoWorker(int unstarted, long waitedMillis) implements Hold {}

    /** All workers are busy: as many grants are out as a worker may be found for soon. */
    record Window(int unstarted, int window) implements Hold {}

    /** Others of the lane come first. */
    record Behind(int ahead) implements Hold {}

    /** Other lanes of the role come first. */
    record OtherLanes(int ready) implements Hold {}
}
