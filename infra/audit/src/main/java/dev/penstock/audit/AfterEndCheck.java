package dev.penstock.audit;

/** I4: once a task has ended, all that may follow is a late signal refused, or its submission again. */
final class AfterEndCheck extends Check {
    private long late;

    AfterEndCheck(AuditOptions options) {
        super(Invariant.I4, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (isEnd(e.event().getKindCase())) {
            examined++;
        }
        if (before.ended(e.taskId()) == null) {
            return;
        }
        switch (e.event().getKindCase()) {
            case RESULT_REJECTED -> late++;
            case DUPLICATE, CONFLICT, REJECTED, ACCEPTED, CONFIGURED -> {
                // About a submission, not about the task; an id accepted twice is the matter of I2.
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

    @Override
    String note() {
        return late == 0 ? "" : "%,d late signals refused".formatted(late);
    }
}
