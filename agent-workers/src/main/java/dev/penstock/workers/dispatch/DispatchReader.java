package dev.penstock.workers.dispatch;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.Dispatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads dispatch records of one role, and tells apart those that cannot be run. */
final class DispatchReader {
    private final String role;

    DispatchReader(String role) {
        this.role = role;
    }

    /** What a record says. */
    sealed interface Read {
        record Good(Dispatch dispatch) implements Read {}

        record Bad(String message) implements Read {}
    }

    Read read(Delivery delivery) {
        byte @Nullable [] value = delivery.value();
        if (value == null || value.length > Limits.MAX_RECORD_BYTES) {
            return new Read.Bad("A dispatch has from 1 to " + Limits.MAX_RECORD_BYTES + " bytes");
        }
        try {
            Dispatch dispatch = Dispatch.parseFrom(value);
            String fault = fault(dispatch, delivery.key());
            return fault.isEmpty() ? new Read.Good(dispatch) : new Read.Bad(fault);
        } catch (InvalidProtocolBufferException e) {
            return new Read.Bad("Not a dispatch: " + e.getMessage());
        }
    }

    /** What is wrong; empty for nothing. */
    private String fault(Dispatch dispatch, byte @Nullable [] key) {
        if (dispatch.getTenant().isEmpty() || dispatch.getTaskId().isEmpty() || dispatch.getAttempt() < 1) {
            return "A dispatch needs a tenant, a task and an attempt";
        }
        if (key != null && !Arrays.equals(key, dispatch.getTenantBytes().toByteArray())) {
            return "The key of a dispatch is its tenant";
        }
        if (dispatch.getLeaseMillis() < 1) {
            return "A dispatch needs a lease";
        }
        return dispatch.getRole().equals(role)
                ? ""
                : "A dispatch of the role '" + dispatch.getRole() + "' is on a topic of " + role;
    }
}
