package dev.penstock.workers.adapter;

import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.v1.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What whoever takes a runtime's callback has to know of the call to put its end on record. Prices in micro-dollars per million tokens, and per
 * call.
 *
 * @param callId UUID on the call's records; empty where calls are not recorded
 * @param workerId who made it
 * @param startedAtMillis worker's clock
 * @param reservedMicros what the call costs when its runtime's figures cannot be right
 * @param spent what the attempt's earlier calls used
 * @param plans whether the output is to be a plan
 * @param schema what the output has to satisfy; null for nothing
 */
public record CallTicket(
        String callId,
        String workerId,
        long startedAtMillis,
        long reservedMicros,
        long inputMicros,
        long cachedInputMicros,
        long outputMicros,
        long callMicros,
        String priceVersion,
        Usage spent,
        boolean plans,
        @Nullable OutputSchema schema) {
    public static final CallTicket NONE =
            new CallTicket("", "", 0, 0, 0, 0, 0, 0, "", Usage.getDefaultInstance(), false, null);

    /** The same call as a part of an attempt. */
    public CallTicket after(Usage earlier, boolean makesPlan, @Nullable OutputSchema satisfies) {
        return new CallTicket(
                callId,
                workerId,
                startedAtMillis,
                reservedMicros,
                inputMicros,
                cachedInputMicros,
                outputMicros,
                callMicros,
                priceVersion,
                earlier,
                makesPlan,
                satisfies);
    }
}
