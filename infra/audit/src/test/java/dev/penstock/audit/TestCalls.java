package dev.penstock.audit;

import static dev.penstock.audit.TestLog.usage;

import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.CallStarted;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one call of each attempt that runs, and with it what the attempt's end books: what its worker tells, or else its estimate. */
final class TestCalls {
    final List<LlmCall> records = new ArrayList<>();
    private final Map<String, LlmCall> running = new HashMap<>();
    private final Set<String> finished = new HashSet<>();

    /** The record of a call's start. */
    LlmCall.Builder call(String task, int attempt, String worker, long now) {
        return LlmCall.newBuilder()
                .setTenant(TestLog.TENANT)
                .setCallId("call-" + records.size())
                .setTaskId(task)
                .setAttempt(attempt)
                .setRole(TestLog.ROLE)
                .setModel("claude")
                .setStartedAtMillis(now)
                .setWorkerId(worker)
                .setStarted(CallStarted.newBuilder().setReservedMicros(TestLog.ESTIMATE));
    }

    void started(LlmCall call) {
        records.add(call);
        running.put(call.getTaskId(), call);
    }

    /** The running attempt's call has ended, unless it had before. */
    void finished(String task, long cost) {
        LlmCall call = running.get(task);
        if (call != null) {
            finish(call, cost);
        }
    }

    /** The end of a call whose attempt is over comes on record. */
    LlmCall finishedLate(String task, int attempt, long cost) {
        LlmCall call = records.stream()
                .filter(c -> c.hasStarted() && c.getTaskId().equals(task) && c.getAttempt() == attempt)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        finish(call, cost);
        return call;
    }

    private void finish(LlmCall call, long cost) {
        if (finished.add(call.getCallId())) {
            records.add(call.toBuilder()
                    .setFinished(CallFinished.newBuilder().setStatus("ok").setUsage(usage(cost)))
                    .build());
        }
    }

    /** The attempt ends by its worker's word: what it used, nothing of an attempt that does not run. */
    Usage told(String task, long cost) {
        finished(task, cost);
        return usage(running.remove(task) == null ? 0 : cost);
    }

    /** The attempt ends without a word: its estimate, nothing of an attempt that does not run. */
    long untold(String task) {
        return running.remove(task) == null ? 0 : TestLog.ESTIMATE;
    }

    /** What {@link #told} has of an end with a cause: nothing where the cause is that its worker is silent. */
    Usage told(String task, String cause, long cost) {
        return silent(cause) ? usage(0) : told(task, cost);
    }

    /** What {@link #untold} has of it: nothing where its worker told. */
    long untold(String task, String cause) {
        return silent(cause) ? untold(task) : 0;
    }

    private static boolean silent(String cause) {
        return cause.equals("lease_lapsed") || cause.equals("attempt_timeout");
    }
}
