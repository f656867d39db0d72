package dev.penstock.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids of tasks, and of other things that may be asked for twice, are derived, never drawn, so that the same submission always names the same task. */
public final class TaskIds {
    private TaskIds() {}

    /** The id of what {@code tenant} submits under an idempotency key. */
    public static UUID fromKey(String tenant, String idempotencyKey) {
        return hash(tenant + "\0k\0" + idempotencyKey);
    }

    /** The id of what {@code tenant} submitted without a key, at an intake offset. */
    public static UUID fromOffset(String tenant, String topic, int partition, long offset) {
        return hash(tenant + "\0o\0" + topic + "\0" + partition + "\0" + offset);
    }

    /** The id of the task that a planner's plan calls {@code name}. */
    public static UUID fromPlan(String tenant, UUID planner, String name) {
        return hash(tenant + "\0p\0" + planner + "\0" + name);
    }

    /** The id of a change of a configuration that {@code subject}'s operator or tenant asks for under an idempotency key. */
    public static UUID ofChange(String subject, String idempotencyKey) {
        return hash(subject + "\0c\0" + idempotencyKey);
    }

    private static UUID hash(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            // RFC 9562 version 8 (custom), variant 1.
            long high = (digest.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
            long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
