package dev.penstock.projections;

/** Redis keys and channels of a tenant. The braces keep a tenant's on one node of a cluster. */
public final class RedisKeys {
    /** Events that a tenant's stream keeps, roughly; older ones are read from Kafka. */
    public static final long MAX_EVENTS = 10_000;

    /** Pieces of output that are kept of a task, roughly; more than an attempt may write. */
    public static final long MAX_CHUNKS = 8_192;

    private RedisKeys() {}

    /** Stream of entries {@code <seq>-0} with fields {@code e}, the Event, and {@code o}, its offset in the events topic. */
    public static String events(String tenant) {
        return "penstock:{" + tenant + "}:events";
    }

    /** Channel on which the latest sequence number is published after new entries. */
    public static String wake(String tenant) {
        return "penstock:{" + tenant + "}:wake";
    }

    /** Stream of a task's pieces that are not void: entries {@code <granted at>-<number>} with the field {@code c}, the OutputChunk. */
    public static String output(String tenant, String taskId) {
        return "penstock:{" + tenant + "}:output:" + taskId;
    }

    /** Channel on which something is published after new pieces of a task's output, and at its end. */
    public static String outputWake(String tenant, String taskId) {
        return output(tenant, taskId) + ":wake";
    }
}
