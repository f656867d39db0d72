package dev.penstock.audit;

import org.jspecify.annotations.Nullable;

/** I4: once a task has ended, all that may follow is a late signal refused, its submission again, or, when it is dead, its replay. */
final class AfterEndCheck extends Check {
    private long late;
    private long replays;

    AfterEndCheck(AuditOptions options) {
        super(Invariant.I4, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (isEnd(e.event().getKindCase())) {
            examined++;
        }
        Ended ended = before.ended(e.taskId());
        if (e.event().hasReplayed()) {
            checkReplay(before, ended, e);
            return;
        }
        if (ended == null) {
            return;
        }
        switch (e.event().getKindCase()) {
            case RESULT_REJECTED -> late++;
            case DUPLICATE,
                    CONFLICT,
                    REJECTED,
                    ACCEPTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED -> {
                // About a submission or a campaign, not about the task; an id accepted twice is the matter of I2.
            }
            case GRANTED,
                    STARTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    SUCCEEDED,
                    DEAD,
                    CANCELLED,
                    EXPIRED,
                    KIND_NOT_SET ->
                findings.at(e, name(e.event().getKindCase()) + " for a task that is " + standing(before, e.taskId()));
        }
    }

    private void checkReplay(TenantView before, @Nullable Ended ended, LogEvent e) {
        examined++;
        replays++;
        if (!beganUnseen(before, e) && (ended == null || ended.dead() == null)) {
            findings.at(e, "replayed a task that is " + standing(before, e.taskId()));
        }
    }

    @Override
    String note() {
        String refused = late == 0 ? "" : "%,d late signals refused".formatted(late);
        String replayed = replays == 0 ? "" : "%,d replays".formatted(replays);
        return refused.isEmpty() || replayed.isEmpty() ? refused + replayed : refused + ", " + replayed;
    }
}
