package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;

/** I3: an end belongs to an accepted task that has not ended; in a quiet log every accepted task has one. A replay begins another life of the task. */
final class EndCheck extends Check {
    private long accepted;
    private long open;

    EndCheck(AuditOptions options) {
        super(Invariant.I3, options);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (e.event().getKindCase() == KindCase.ACCEPTED) {
            accepted++;
            return;
        }
        if (!isEnd(e.event().getKindCase())) {
            return;
        }
        examined++;
        if (before.task(e.taskId()) == null && !beganUnseen(before, e)) {
            findings.at(e, name(e.event().getKindCase()) + " for a task that is " + standing(before, e.taskId()));
        }
    }

    @Override
    void atEnd(TenantView tenant) {
        open += tenant.openTasks().size();
        if (options.quiet()) {
            tenant.openTasks()
                    .forEach(task -> findings.atEnd(
                            tenant, task.id, "accepted and never ended; it is " + standing(tenant, task.id)));
        }
    }

    long open() {
        return open;
    }

    @Override
    String note() {
        return "%,d accepted, %,d open".formatted(accepted, open);
    }
}
