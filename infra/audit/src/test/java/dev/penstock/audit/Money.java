package dev.penstock.audit;

import static dev.penstock.audit.TestLog.usage;

import dev.penstock.schemas.v1.Event;

/** The money in an event, to be read and falsified. */
final class Money {
    private Money() {}

    static long cost(Event e) {
        return e.getSucceeded().getUsage().getCostMicros()
                + e.getDead().getUsage().getCostMicros()
                + e.getRetryScheduled().getUsage().getCostMicros()
                + e.getDeferred().getUsage().getCostMicros()
                + e.getResultRejected().getUsage().getCostMicros();
    }

    static long unknown(Event e) {
        return e.getDead().getUnknownMicros()
                + e.getRetryScheduled().getUnknownMicros()
                + e.getCancelled().getUnknownMicros();
    }

    /** What it adds to what its task has cost, as far as anybody knows. */
    static long balance(Event e) {
        return cost(e) + unknown(e) - e.getResultRejected().getSettledMicros();
    }

    static Event withCost(Event e, long cost) {
        Event.Builder b = e.toBuilder();
        if (e.hasSucceeded()) {
            b.getSucceededBuilder().setUsage(usage(cost));
        } else if (e.hasDead()) {
            b.getDeadBuilder().setUsage(usage(cost));
        } else if (e.hasRetryScheduled()) {
            b.getRetryScheduledBuilder().setUsage(usage(cost));
        } else if (e.hasDeferred()) {
            b.getDeferredBuilder().setUsage(usage(cost));
        } else {
            b.getResultRejectedBuilder().setUsage(usage(cost));
        }
        return b.build();
    }

    static Event withUnknown(Event e, long micros) {
        Event.Builder b = e.toBuilder();
        if (e.hasDead()) {
            b.getDeadBuilder().setUnknownMicros(micros);
        } else if (e.hasRetryScheduled()) {
            b.getRetryScheduledBuilder().setUnknownMicros(micros);
        } else {
            b.getCancelledBuilder().setUnknownMicros(micros);
        }
        return b.build();
    }

    /** A late result that was refused and no more. */
    static Event unsettled(Event e) {
        Event.Builder b = e.toBuilder();
        b.getResultRejectedBuilder().clearUsage().clearSettledMicros();
        return b.build();
    }

    /** The result of a worker that never had the attempt. */
    static Event byAnother(Event e) {
        Event.Builder b = e.toBuilder();
        b.getResultRejectedBuilder().setWorkerId("w2");
        return b.build();
    }
}
