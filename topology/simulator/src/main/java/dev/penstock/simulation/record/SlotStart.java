package dev.penstock.simulation.record;

import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.SlotPlace;
import dev.penstock.admission.TenantConfig;
import dev.penstock.simulation.measure.TaskBook;
import java.util.Map;

/**
 * A slot as it was when the window began, and what the outside world asked of it from then on.
 *
 * @param rows the engine's rows; to be copied before use
 * @param book its open tasks; to be copied before use
 * @param tenants configurations in force, by tenant
 * @param roles limits in force, by role
 */
public record SlotStart(
        SlotPlace place,
        InMemoryBackend rows,
        TaskBook book,
        Map<String, TenantConfig> tenants,
        Map<String, RoleConfig> roles,
        OutsideLog outside) {
    public SlotStart {
        tenants = Map.copyOf(tenants);
        roles = Map.copyOf(roles);
    }
}
