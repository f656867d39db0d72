package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.row.TenantCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All tenants of the slot, decoded; changed ones are written with the next flush. */
final class Tenants {
    /** Tenants that are fetched from memory together: more than a processor has under way at once. */
    private static final int AT_ONCE = 32;

    private final Changes writes;
    private final TenantCodec codec = new TenantCodec();
    private final Map<String, Tenant> byName = new HashMap<>();
    private final List<Tenant> dirty = new ArrayList<>();

    /** Whoever was asked for last is asked for again by most: a command has to do with one tenant. None is ever removed. */
    private @Nullable Tenant last;

    /** A sum of what was fetched ahead, kept lest a compiler finds that nobody asks for it. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    Tenants(KeyValues rows) {
        this.writes = new Changes(rows);
        Map<String, TenantCodec.Counters> counters = new HashMap<>();
        Map<String, TenantCodec.Config> configs = new HashMap<>();
        rows.forEach((key, value) -> {
            if (key[0] == TenantCodec.CONFIG) {
                String tenant = TenantCodec.tenant(key);
                configs.put(tenant, TenantCodec.decodeConfig(tenant, value));
            } else if (key[0] == TenantCodec.COUNTERS) {
                counters.put(TenantCodec.tenant(key), TenantCodec.decodeCounters(value));
            }
        });
        configs.forEach((name, config) -> byName.put(name, restored(config, counters.get(name))));
    }

    private static Tenant restored(TenantCodec.Config config, TenantCodec.@Nullable Counters counters) {
        return counters == null
                ? Tenant.created(config.config())
                : new Tenant(config.config(), config.roles(), counters);
    }

    @Nullable
    Tenant find(String name) {
        if (last != null && last.name().equals(name)) {
            return last;
        }
        Tenant found = byName.get(name);
        if (found != null) {
            last = found;
        }
        return found;
    }

    Tenant existing(String name) {
        Tenant tenant = find(name);
        if (tenant == null) {
            throw new IllegalStateException("Expected tenant " + name + ", but there is none");
        }
        return tenant;
    }

    Iterable<Tenant> all() {
        return byName.values();
    }

    int size() {
        return byName.size();
    }

    void configure(TenantConfig config) {
        Tenant tenant = byName.get(config.tenant());
        if (tenant == null) {
            tenant = Tenant.created(config);
            byName.put(config.tenant(), tenant);
        } else {
            tenant.configure(config);
        }
        touch(tenant);
        tenant.configDirty = true;
    }

    /** Counts an event of the tenant. */
    void advance(String name, long seq) {
        changing(name).advance(seq);
    }

    /** A tenant whose counters are about to change. */
    Tenant changing(String name) {
        Tenant tenant = existing(name);
        touch(tenant);
        tenant.countersDirty = true;
        return tenant;
    }

    void flush() {
        for (int from = 0; from < dirty.size(); from += AT_ONCE) {
            List<Tenant> some = dirty.subList(from, Math.min(dirty.size(), from + AT_ONCE));
            fetch(some);
            some.forEach(this::write);
        }
        writes.write();
        dirty.clear();
    }

    /** Has the processor fetch what is going to be written of several tenants, in passes in which no step waits for the one before it. */
    private void fetch(List<Tenant> some) {
        long sum = 0;
        for (int i = 0; i < some.size(); i++) {
            sum += some.get(i).seq();
        }
        for (int i = 0; i < some.size(); i++) {
            sum += some.get(i).fetch();
        }
        fetched = sum;
    }

    private void write(Tenant tenant) {
        String name = tenant.name();
        if (tenant.configDirty) {
            writes.add(TenantCodec.key(TenantCodec.CONFIG, name), codec.encode(tenant.config(), tenant.roles()));
        }
        if (tenant.countersDirty) {
            writes.add(TenantCodec.key(TenantCodec.COUNTERS, name), codec.encode(tenant.counters()));
        }
        tenant.configDirty = false;
        tenant.countersDirty = false;
    }

    private void touch(Tenant tenant) {
        if (!tenant.configDirty && !tenant.countersDirty) {
            dirty.add(tenant);
        }
    }
}
