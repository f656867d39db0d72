package dev.penstock.simulation.record;

import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TaskKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a command log, ready to be played under another policy.
 *
 * @param policy the engine's when the log was written
 * @param since when the window begins and {@code end} when it ends, milliseconds since 1970-01-01T00:00Z
 * @param runs of every task that ran in the window or was open when it began, in order
 * @param roles by name, those without a run included
 * @param tenants the last configuration of each tenant
 * @param limits the last limits of each role
 * @param recorded what happened in the window
 */
public record Recording(
        Policy policy,
        long since,
        long end,
        List<SlotStart> slots,
        Map<TaskKey, List<Run>> runs,
        Map<String, RoleRecord> roles,
        Map<String, TenantConfig> tenants,
        Map<String, RoleConfig> limits,
        Measured recorded,
        Completeness completeness) {

    /**
     * What the log lacks.
     *
     * @param truncated whether retention has taken its beginning
     * @param seeded tenants whose configuration came from elsewhere for that reason
     * @param unreadable records that were no commands
     * @param signalsOfUnknown signals in the window for tasks that the log does not hold
     * @param differences in what published events say against the log played again, in words; null where they were not looked at
     */
    public record Completeness(
            boolean truncated,
            int seeded,
            long unreadable,
            long signalsOfUnknown,
            @Nullable List<String> differences) {}

    /** With what the events say that the engine published of the window. */
    public Recording compared(EventCounts published) {
        return new Recording(
                policy,
                since,
                end,
                slots,
                runs,
                roles,
                tenants,
                limits,
                recorded,
                new Completeness(
                        completeness.truncated(),
                        completeness.seeded(),
                        completeness.unreadable(),
                        completeness.signalsOfUnknown(),
                        published.differences(recorded.total())));
    }

    /** Commands of the outside world in the window. */
    public long asked() {
        return slots.stream().mapToLong(slot -> slot.outside().size()).sum();
    }

    /** The last limits of every role, those that nobody limited included. */
    public List<RoleConfig> limitsOfAll() {
        return roles.keySet().stream()
                .map(role -> limits.getOrDefault(role, RoleConfig.unlimited(role)))
                .toList();
    }
}
