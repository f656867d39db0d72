package dev.penstock.workers;

import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Tier;
import java.util.concurrent.atomic.AtomicLong;

/** Dispatches for tests. */
public final class Dispatches {
    private static final AtomicLong GRANTS = new AtomicLong();

    private Dispatches() {}

    /** A first attempt of a task of its own, granted just now, with a lease of 30 s. */
    public static Dispatch.Builder of(String tenant, String role, String key) {
        return Dispatch.newBuilder()
                .setTenant(tenant)
                .setTaskId(TaskIds.fromKey(tenant, key).toString())
                .setRole(role)
                .setTier(Tier.TIER_NORMAL)
                .setAttempt(1)
                .setInput("Write a headline for a bakery that delivers by bicycle")
                .setLeaseMillis(30_000)
                .setGrantedAtMillis(GRANTS.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis())));
    }
}
