package dev.penstock.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which slot a tenant lives in. Every producer of a topic keyed by tenant names the partition explicitly with it. */
public final class Slots {
    /** Slots of a local stack. */
    public static final int LOCAL_DEFAULT = 12;

    private Slots() {}

    /** The slot in which changes of a role's limits are decided, one after the other, before all others are told. */
    public static int ofRole(String role, int slots) {
        return of(role, slots);
    }

    /** The slot of {@code tenant} among {@code slots}: murmur2 of its UTF-8 bytes, as Kafka's own Java clients hash keys. */
    public static int of(String tenant, int slots) {
        return Utils.toPositive(Utils.murmur2(tenant.getBytes(StandardCharsets.UTF_8))) % slots;
    }
}
