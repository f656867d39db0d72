package dev.penstock.audit;

import dev.penstock.schemas.v1.LlmCall;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls to providers as {@code penstock.llm-calls} has them: a record before each, one or more alike after it. */
final class CallBook {
    /** A call, as far as its records tell. Amounts in micro-dollars, time by the worker's clock. */
    static final class Call {
        final LlmCall first;
        boolean started;
        boolean finished;
        long reserved;
        long cost;

        Call(LlmCall first) {
            this.first = first;
        }

        AttemptKey attempt() {
            return new AttemptKey(first.getTenant(), first.getTaskId(), first.getAttempt());
        }
    }

    private record Id(String tenant, String call) {}

    private final Findings findings;
    private final Map<Id, Call> calls = new LinkedHashMap<>();
    private boolean trimmed;

    CallBook(Findings findings) {
        this.findings = findings;
    }

    void add(LogCall r) {
        LlmCall record = r.call();
        Call call = calls.computeIfAbsent(new Id(record.getTenant(), record.getCallId()), id -> new Call(record));
        if (!call.attempt().equals(new AttemptKey(record.getTenant(), record.getTaskId(), record.getAttempt()))) {
            report(r, "call " + record.getCallId() + " was begun for another attempt");
        }
        switch (record.getPhaseCase()) {
            case STARTED -> {
                call.started = true;
                call.reserved = record.getStarted().getReservedMicros();
            }
            case FINISHED -> finish(r, call, record.getFinished().getUsage().getCostMicros());
            case PHASE_NOT_SET -> report(r, "a record that says neither that a call began nor that it ended");
        }
    }

    private void finish(LogCall r, Call call, long cost) {
        if (cost < 0) {
            report(r, "call " + r.call().getCallId() + " has cost " + cost + " micro-dollars");
        }
        if (call.finished && call.cost != cost) {
            report(
                    r,
                    "call %s has cost %,d micro-dollars, and %,d as was said before"
                            .formatted(r.call().getCallId(), cost, call.cost));
        }
        // A call that was not made, since its start could not be written, has an end alone.
        if (!call.started && cost > 0 && !trimmed) {
            report(r, "call " + r.call().getCallId() + " was made without a record of its start");
        }
        call.finished = true;
        call.cost = cost;
    }

    private void report(LogCall r, String explanation) {
        findings.add(new Violation(r.call().getTenant(), r.call().getTaskId(), r.partition(), r.offset(), explanation));
    }

    /** Retention has taken the beginning of a partition, so calls may be missing. */
    void trimmed() {
        trimmed = true;
    }

    boolean isTrimmed() {
        return trimmed;
    }

    Collection<Call> all() {
        return calls.values();
    }

    int size() {
        return calls.size();
    }
}
