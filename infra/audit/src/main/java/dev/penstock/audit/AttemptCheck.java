package dev.penstock.audit;

import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.v1.RetryScheduled;
import org.jspecify.annotations.Nullable;

/** I6: attempts go 1 to max in steps of one, each after the end of the one before; nothing lapses early, nor late in a healthy system. */
final class AttemptCheck extends Check {
    /** Causes that the engine alone gives; a worker's failure has a kind of its own. */
    static final String LEASE_LAPSED = "lease_lapsed";

    static final String GRANT_LAPSED = "grant_lapsed";

    private long latest;

    AttemptCheck(AuditOptions options) {
        super(Invariant.I6, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (e.event().hasReplayed()) {
            checkReplay(before.ended(e.taskId()), e);
            return;
        }
        TaskView task = before.task(e.taskId());
        if (task == null) {
            return;
        }
        switch (e.event().getKindCase()) {
            case GRANTED -> checkGrant(task, e);
            case RETRY_SCHEDULED -> checkRetry(task, e);
            case DEAD -> {
                examined++;
                checkLapse(task, e, e.event().getDead().getCause());
            }
            case QUEUED -> {
                examined++;
                checkDue(e, "the back-off", task.notBefore);
            }
            case DEFERRED -> {
                examined++;
                checkLapse(task, e, e.event().getDeferred().getReason());
            }
            case STARTED, RENEWED, SUCCEEDED -> {
                examined++;
                checkNotOverdue(task, e);
            }
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    CANCELLED,
                    EXPIRED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> {
                // No attempt begins or ends by time with these.
            }
        }
    }

    /** A task that was never dead is the matter of I4. */
    private void checkReplay(@Nullable Ended ended, LogEvent e) {
        TaskView dead = ended == null ? null : ended.dead();
        if (dead == null) {
            return;
        }
        examined++;
        int attempt = attemptOf(e);
        int most = e.event().getReplayed().getMaxAttempts();
        if (attempt != dead.endedAttempts + 1) {
            findings.at(
                    e, "replayed for attempt " + attempt + " where attempt " + (dead.endedAttempts + 1) + " was next");
        }
        if (most < attempt) {
            findings.at(e, "replayed for attempt " + attempt + " of at most " + most);
        }
    }

    private void checkGrant(TaskView task, LogEvent e) {
        examined++;
        int attempt = attemptOf(e);
        int expected = task.endedAttempts + 1;
        if (task.isLive()) {
            findings.at(e, "attempt " + attempt + " granted while attempt " + task.attempt + " has not ended");
        } else if (attempt != expected) {
            findings.at(e, "attempt " + attempt + " granted where attempt " + expected + " was next");
        }
        if (task.maxAttempts > 0 && attempt > task.maxAttempts) {
            findings.at(e, "attempt " + attempt + " granted of at most " + task.maxAttempts);
        }
        if (e.event().getGranted().getStartByMillis() <= e.at()) {
            findings.at(
                    e,
                    "granted at " + e.at() + " with a start due by "
                            + e.event().getGranted().getStartByMillis());
        }
    }

    private void checkRetry(TaskView task, LogEvent e) {
        examined++;
        RetryScheduled retry = e.event().getRetryScheduled();
        if (task.maxAttempts > 0 && retry.getAttempt() >= task.maxAttempts) {
            findings.at(e, "a retry scheduled after attempt " + retry.getAttempt() + " of at most " + task.maxAttempts);
        }
        if (retry.getNotBeforeMillis() < e.at()) {
            findings.at(e, "the back-off ends at " + retry.getNotBeforeMillis() + ", before it began at " + e.at());
        }
        checkLapse(task, e, retry.getCause());
    }

    private void checkLapse(TaskView task, LogEvent e, String cause) {
        switch (cause) {
            case LEASE_LAPSED -> checkLapseFrom(State.RUNNING, task, e, "the lease");
            case GRANT_LAPSED -> checkLapseFrom(State.GRANTED, task, e, "the grant");
            default -> checkNotOverdue(task, e);
        }
    }

    private void checkLapseFrom(State state, TaskView task, LogEvent e, String what) {
        if (task.state != state) {
            findings.at(e, what + " lapsed of a task that is " + task.state);
        } else {
            checkDue(e, what, task.deadline);
        }
    }

    private void checkDue(LogEvent e, String what, long deadline) {
        if (e.at() < deadline) {
            findings.at(e, "%s ended %d ms before its deadline".formatted(what, deadline - e.at()));
        }
        late(e, what, deadline);
    }

    /** A signal may still win against its deadline, but not by more than an expiry may be late. */
    private void checkNotOverdue(TaskView task, LogEvent e) {
        if (task.isLive()) {
            late(e, task.state == State.GRANTED ? "the grant" : "the lease", task.deadline);
        }
    }

    private void late(LogEvent e, String what, long deadline) {
        long late = e.at() - deadline;
        latest = Math.max(latest, late);
        if (options.healthy() && late > options.expiryTolerance().toMillis()) {
            findings.at(
                    e, "%s should have ended by %d and was still in force %d ms later".formatted(what, deadline, late));
        }
    }

    @Override
    String note() {
        return latest <= options.expiryTolerance().toMillis() ? "" : "latest expiry %,d ms overdue".formatted(latest);
    }
}
