package dev.penstock.audit;

import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.ResultRejected;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** I7: what a signal brings about names the attempt that is live there; and a live attempt's own result is not refused. */
final class SignalCheck extends Check {
    private long refused;

    SignalCheck(AuditOptions options) {
        super(Invariant.I7, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        TaskView task = before.task(e.taskId());
        KindCase kind = e.event().getKindCase();
        if (kind == KindCase.RESULT_REJECTED) {
            examined++;
            refused++;
            checkRefusal(task, e);
            return;
        }
        Set<State> from = from(e);
        if (from.isEmpty()) {
            return;
        }
        examined++;
        if (task == null) {
            return; // I3 and I4 speak of tasks that have ended or never were.
        }
        if (!from.contains(task.state)) {
            findings.at(e, name(kind) + " for a task that is " + standing(before, e.taskId()));
        } else if (attemptOf(e) != task.attempt) {
            findings.at(e, name(kind) + " of attempt " + attemptOf(e) + " while attempt " + task.attempt + " is live");
        }
        if (kind == KindCase.RENEWED && e.event().getRenewed().getLeaseUntilMillis() < task.deadline) {
            findings.at(e, "a heartbeat shortened the lease");
        }
    }

    private void checkRefusal(@Nullable TaskView task, LogEvent e) {
        ResultRejected rejected = e.event().getResultRejected();
        boolean owner = task != null
                && task.state == State.RUNNING
                && rejected.getAttempt() == task.attempt
                && rejected.getWorkerId().equals(task.worker);
        // A repeated start is refused by right: the attempt has begun.
        if (owner && !rejected.getSignal().equals("start")) {
            findings.at(
                    e,
                    "refused a " + rejected.getSignal() + " by the worker that holds the live attempt "
                            + rejected.getAttempt());
        }
    }

    /** The states that a kind of event may meet; none for kinds that are no answer to a worker's signal. */
    private static Set<State> from(LogEvent e) {
        return switch (e.event().getKindCase()) {
            case STARTED -> EnumSet.of(State.GRANTED);
            case RENEWED, SUCCEEDED -> EnumSet.of(State.RUNNING);
            case RETRY_SCHEDULED -> failing(e.event().getRetryScheduled().getCause());
            case DEAD -> failing(e.event().getDead().getCause());
            case DEFERRED -> failing(e.event().getDeferred().getReason());
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    QUEUED,
                    CANCELLED,
                    EXPIRED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> EnumSet.noneOf(State.class);
        };
    }

    /** Only a grant that lapsed ends an attempt that was not started. */
    private static Set<State> failing(String cause) {
        return EnumSet.of(cause.equals(AttemptCheck.GRANT_LAPSED) ? State.GRANTED : State.RUNNING);
    }

    @Override
    String note() {
        return refused == 0 ? "" : "%,d stale signals refused".formatted(refused);
    }
}
