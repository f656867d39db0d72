package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Flow;
import dev.penstock.admission.RoleConfig;
import java.util.HashMap;
import java.util.Map;

/** The operator's limits of roles, and what all tenants together hold of them. */
final class RolesModel {
    private final Map<String, RoleConfig> configs = new HashMap<>();
    private final Map<String, Integer> live = new HashMap<>();

    RoleConfig get(String role) {
        return configs.getOrDefault(role, RoleConfig.unlimited(role));
    }

    void configure(RoleConfig config) {
        require(config.version() > get(config.role()).version(), "I18", "an older version of %s", config.role());
        configs.put(config.role(), config);
    }

    int cap(String role) {
        RoleConfig config = get(role);
        if (!config.enabled() || config.flow() == Flow.PAUSED) {
            return 0;
        }
        return config.cap() == 0 ? Integer.MAX_VALUE : config.cap();
    }

    int live(String role) {
        return live.getOrDefault(role, 0);
    }

    void held(String role, int difference) {
        live.merge(role, difference, Integer::sum);
    }
}
