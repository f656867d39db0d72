package dev.penstock.streams.admission;

import com.google.protobuf.CodedOutputStream;
import dev.penstock.admission.Bounds;
import dev.penstock.admission.Event;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.SubmitTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Makes the records that hand a grant to a worker. The part that is the same for all of a task's attempts, the input above all, is serialized
 * once, when the task is submitted, and kept as its payload; a grant appends what is its own, since concatenated Protobuf messages merge.
 */
final class Dispatches {
    private Dispatches() {}

    /** The payload to keep of a submission. */
    static byte[] template(String tenant, SubmitTask submit) {
        return Dispatch.newBuilder()
                .setTenant(tenant)
                .setTaskId(submit.getTaskId())
                .setRole(submit.getRole())
                .setTier(submit.getTier())
                .setInput(submit.getInput())
                .setTraceparent(submit.getTraceparent())
                .setCampaign(submit.getCampaign())
                .build()
                .toByteArray();
    }

    /** The serialized {@link Dispatch} of {@code granted}. */
    static byte[] complete(
            byte[] template, Event.Granted granted, Bounds bounds, long leaseMillis, long grantedAtMillis) {
        Dispatch own = Dispatch.newBuilder()
                .setAttempt(granted.attempt())
                .setTier(Tiers.toProto(granted.task().tier()))
                .setCampaign(granted.task().campaign())
                .setModelOverride(granted.modelOverride())
                .setLeaseMillis(leaseMillis)
                .setGrantedAtMillis(grantedAtMillis)
                .setStartByMillis(granted.startBy())
                .setAttemptTimeoutMillis(bounds.attemptTimeoutMillis())
                .setEndByMillis(bounds.endBy())
                .setSpendableMicros(bounds.spendableMicros())
                .build();
        int ownSize = own.getSerializedSize();
        byte[] whole = Arrays.copyOf(template, template.length + ownSize);
        try {
            own.writeTo(CodedOutputStream.newInstance(whole, template.length, ownSize));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return whole;
    }
}
