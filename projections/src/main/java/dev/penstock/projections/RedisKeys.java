package dev.penstock.projections;

/** Redis keys and channels of a tenant. The braces keep a tenant's on one node of a cluster. */
public final class RedisKeys {
    /** Events that a tenant's stream keeps, roughly; older ones are read from Kafka. */
    public static final long MAX_EVENTS = 10_000;

    private RedisKeys() {}

    /** Stream of entries {@code <seq>-0} with fields {@code e}, the Event, and {@code o}, its offset in the events topic. */
    public static String events(String tenant) {
        return "penstock:{" + tenant + "}:events";
    }

    /** Channel on which the latest sequence number is published after new entries. */
    public static String wake(String tenant) {
        return "penstock:{" + tenant + "}:wake";
    }
}
