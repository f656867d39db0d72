package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One invariant as a fold. It sees each event together with its tenant as it was before that event. */
abstract class Check {
    private final Invariant invariant;
    protected final AuditOptions options;
    protected final Findings findings;
    protected long examined;

    Check(Invariant invariant, AuditOptions options) {
        this.invariant = invariant;
        this.options = options;
        this.findings = new Findings(options.maxViolations());
    }

    abstract void examine(TenantView before, LogEvent e);

    /** The tenant as the event left it. */
    void applied(TenantView after, LogEvent e) {}

    /** The log is over; called once per tenant. */
    void atEnd(TenantView tenant) {}

    /** One line for people about what was seen, possibly empty. */
    String note() {
        return "";
    }

    final InvariantResult result() {
        return new InvariantResult(invariant, examined, findings.count(), findings.kept(), note());
    }

    /** Whether the event's task may have begun before the log does, so that nothing can be said of it. */
    static boolean beganUnseen(TenantView before, LogEvent e) {
        return before.truncated && before.task(e.taskId()) == null && before.ended(e.taskId()) == null;
    }

    /** How a task stands, for explanations. */
    static String standing(TenantView before, String taskId) {
        @Nullable TaskView task = before.task(taskId);
        if (task != null) {
            return task.state + (task.attempt > 0 ? " (attempt " + task.attempt + ")" : "");
        }
        @Nullable Ended ended = before.ended(taskId);
        return ended == null ? "unknown" : "ended (" + name(ended.how()) + ")";
    }

    static String name(KindCase kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The attempt that an event names, 0 where its kind names none. */
    static int attemptOf(LogEvent e) {
        return switch (e.event().getKindCase()) {
            case GRANTED -> e.event().getGranted().getAttempt();
            case STARTED -> e.event().getStarted().getAttempt();
            case RENEWED -> e.event().getRenewed().getAttempt();
            case RETRY_SCHEDULED -> e.event().getRetryScheduled().getAttempt();
            case DEFERRED -> e.event().getDeferred().getAttempt();
            case SUCCEEDED -> e.event().getSucceeded().getAttempt();
            case DEAD -> e.event().getDead().getAttempt();
            case CANCELLED -> e.event().getCancelled().getAttempt();
            case RESULT_REJECTED -> e.event().getResultRejected().getAttempt();
            case REPLAYED -> e.event().getReplayed().getAttempt();
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    QUEUED,
                    EXPIRED,
                    CONFIGURED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> 0;
        };
    }

    static boolean isEnd(KindCase kind) {
        return switch (kind) {
            case SUCCEEDED, DEAD, CANCELLED, EXPIRED -> true;
            case ACCEPTED,
                    REJECTED,
                    DUPLICATE,
                    CONFLICT,
                    GRANTED,
                    STARTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> false;
        };
    }
}
