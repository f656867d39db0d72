package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.row.RoleRow;
import dev.penstock.admission.row.SlotCodec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The slot's own rows: its clock and what it remembers of each role. */
final class Slot {
    private final KeyValues rows;
    private final SlotCodec codec = new SlotCodec();
    private final RoleRow initialRole;
    private final Map<String, RoleRow> roles = new HashMap<>();
    private final Map<String, RoleConfig> limits = new HashMap<>();
    private final Set<String> dirtyRoles = new LinkedHashSet<>();
    private final Set<String> dirtyLimits = new LinkedHashSet<>();
    private SlotCodec.Clock clock = new SlotCodec.Clock(0, 0);
    private boolean clockDirty;

    Slot(KeyValues rows, Policy policy) {
        this.rows = rows;
        this.initialRole = RoleRow.initial(policy);
        rows.forEach((key, value) -> {
            if (key[0] == SlotCodec.CLOCK) {
                clock = SlotCodec.decodeClock(value);
            } else if (key[0] == SlotCodec.LIMITS) {
                limits.put(SlotCodec.role(key), SlotCodec.decodeLimits(SlotCodec.role(key), value));
            } else {
                roles.put(SlotCodec.role(key), SlotCodec.decodeRole(value));
            }
        });
    }

    long now() {
        return clock.now();
    }

    long leastOrder() {
        return clock.leastOrder();
    }

    RoleRow role(String role) {
        return roles.getOrDefault(role, initialRole);
    }

    RoleConfig limits(String role) {
        RoleConfig config = limits.get(role);
        return config == null ? RoleConfig.unlimited(role) : config;
    }

    void setLimits(RoleConfig config) {
        limits.put(config.role(), config);
        dirtyLimits.add(config.role());
    }

    void setNow(long now) {
        clock = new SlotCodec.Clock(now, clock.leastOrder());
        clockDirty = true;
    }

    void setLeastOrder(long order) {
        clock = new SlotCodec.Clock(clock.now(), order);
        clockDirty = true;
    }

    void setRole(String role, RoleRow row) {
        roles.put(role, row);
        dirtyRoles.add(role);
    }

    void flush() {
        if (clockDirty) {
            rows.put(SlotCodec.clockKey(), codec.encode(clock));
            clockDirty = false;
        }
        if (!dirtyRoles.isEmpty()) {
            for (String role : dirtyRoles) {
                rows.put(SlotCodec.roleKey(role), codec.encode(role(role)));
            }
            dirtyRoles.clear();
        }
        if (!dirtyLimits.isEmpty()) {
            for (String role : dirtyLimits) {
                rows.put(SlotCodec.limitsKey(role), codec.encode(limits(role)));
            }
            dirtyLimits.clear();
        }
    }
}
