package dev.penstock.workers.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * A dispatch record handed to this process.
 *
 * @param timestampMillis the broker's, when the record was written
 * @param deliveryCount how often it has been handed to a worker, this time included; 1 or more
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are the record's own
public record Delivery(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        int deliveryCount) {

    /** What becomes of it. */
    public enum Verdict {
        /** It is dealt with. */
        ACCEPT,
        /** Somebody else, or this process later, has to deal with it. */
        RELEASE,
        /** Nobody can deal with it. */
        REJECT
    }
}
