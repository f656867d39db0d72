package dev.penstock.projections;

import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.CallStarted;
import dev.penstock.schemas.v1.LlmCall;
import java.util.UUID;

/** Records of provider calls. */
final class Calls {
    private Calls() {}

    static LlmCall started(String tenant, long atMillis, long reservedMicros) {
        return LlmCall.newBuilder()
                .setTenant(tenant)
                .setCallId(UUID.randomUUID().toString())
                .setTaskId(UUID.randomUUID().toString())
                .setAttempt(1)
                .setRole("copywriter")
                .setProvider("anthropic")
                .setModel("claude-sonnet-4-5")
                .setStartedAtMillis(atMillis)
                .setStarted(CallStarted.newBuilder().setReservedMicros(reservedMicros))
                .build();
    }

    static LlmCall finished(LlmCall started, String status, long costMicros) {
        return started.toBuilder()
                .setFinished(CallFinished.newBuilder()
                        .setStatus(status)
                        .setUsage(Story.usage(5, 6, costMicros))
                        .setLatencyMillis(40)
                        .setHttpStatus(200))
                .build();
    }
}
