package dev.penstock.local;

import dev.penstock.runtime.Settings;
import dev.penstock.simulator.ProviderSimulator;
import java.util.List;
import java.util.Optional;

/**
 * Where a stack is and how to use it.
 *
 * @param apiUrl such as {@code http://127.0.0.1:8080}
 * @param postgresUrl JDBC URL; user {@code postgres}, no password, unless replaced
 * @param simulatorUrl of the provider simulator, whose calls are listed under {@code /_sim/}; empty where it is not used
 * @param operatorKey API key of an operator; empty while none was made
 * @param settings the apps' settings, enough for any client of this stack
 */
public record StackInfo(
        String apiUrl,
        String kafkaBootstrap,
        String postgresUrl,
        String redisUrl,
        String simulatorUrl,
        List<TenantAccess> tenants,
        String operatorKey,
        List<PartStatus> parts,
        Settings settings) {
    public StackInfo {
        tenants = List.copyOf(tenants);
        parts = List.copyOf(parts);
    }

    /** Where the simulator is a runtime of tenants' own, as an allocation's {@code webhook_url} wants it; empty where it is not used. */
    public String runtimeUrl() {
        return simulatorUrl.isEmpty() ? "" : simulatorUrl + ProviderSimulator.RUNTIME_PATH;
    }

    public Optional<PartStatus> part(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    public Optional<TenantAccess> tenant(String name) {
        return tenants.stream().filter(tenant -> tenant.name().equals(name)).findFirst();
    }
}
