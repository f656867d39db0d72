package dev.penstock.projections;

import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.LlmCall;
import org.jspecify.annotations.Nullable;

/** What the records of a call do to its row. Both only set values, so a record that comes twice does no harm. */
final class LlmCallChange {
    static final String STARTED = "started";

    /** The key of a row. */
    record Key(String tenant, String callId, long startedAtMillis) {}

    final Key key;
    final String taskId;
    final int attempt;
    final String role;
    final String provider;
    final String model;
    long reservedMicros;
    String status = STARTED;
    long inputTokens;
    long outputTokens;
    long costMicros;
    long latencyMillis;
    long firstTokenMillis;
    int httpStatus;

    @Nullable
    String message;

    LlmCallChange(Key key, String taskId, LlmCall call) {
        this.key = key;
        this.taskId = taskId;
        this.attempt = call.getAttempt();
        this.role = Texts.clean(call.getRole());
        this.provider = Texts.clean(call.getProvider());
        this.model = Texts.clean(call.getModel());
    }

    void apply(LlmCall call) {
        switch (call.getPhaseCase()) {
            case STARTED -> reservedMicros = call.getStarted().getReservedMicros();
            case FINISHED -> finish(call.getFinished());
            case PHASE_NOT_SET -> throw new IllegalArgumentException("Neither started nor finished");
        }
    }

    private void finish(CallFinished finished) {
        // A finished call never looks started, whatever a worker wrote.
        String how = Texts.clean(finished.getStatus());
        status = how.isEmpty() || how.equals(STARTED) ? "unknown" : how;
        inputTokens = finished.getUsage().getInputTokens();
        outputTokens = finished.getUsage().getOutputTokens();
        costMicros = finished.getUsage().getCostMicros();
        latencyMillis = finished.getLatencyMillis();
        firstTokenMillis = finished.getFirstTokenMillis();
        httpStatus = finished.getHttpStatus();
        message = finished.getMessage().isEmpty() ? null : Texts.clean(finished.getMessage());
    }

    boolean isFinished() {
        return !status.equals(STARTED);
    }
}
