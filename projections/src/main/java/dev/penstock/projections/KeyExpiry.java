package dev.penstock.projections;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** When to refresh the time to live of a tenant's stream: not with every batch, but long before it ends. */
final class KeyExpiry {
    /** Life of a stream after its tenant's last event. */
    static final Duration TTL = Duration.ofDays(7);

    /** A stream that a FLUSHALL took lives on without an end for no longer than this while its tenant is active. */
    static final Duration REFRESH = Duration.ofMinutes(10);

    /** Tenants remembered; the eldest is forgotten first, and then refreshed early. */
    static final int MAX_TENANTS = 100_000;

    private final InstantSource clock;
    private final Map<String, Long> refreshed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_TENANTS;
        }
    };

    KeyExpiry(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether it is time; if so, the caller refreshes now. */
    boolean isDue(String tenant) {
        long now = clock.millis();
        Long last = refreshed.get(tenant);
        if (last != null && now - last < REFRESH.toMillis() && now >= last) {
            return false;
        }
        refreshed.put(tenant, now);
        return true;
    }

    /** Nothing is known of what Redis holds any more. */
    void forget() {
        refreshed.clear();
    }
}
