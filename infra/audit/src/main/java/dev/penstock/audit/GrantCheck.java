package dev.penstock.audit;

import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.v1.Event.KindCase;
import java.util.Map;

/** I5: only a queued task is granted, only a waiting one is queued again, and each grant has its one dispatch. */
final class GrantCheck extends Check {
    private final DispatchLedger ledger;

    GrantCheck(AuditOptions options) {
        super(Invariant.I5, options);
        ledger = new DispatchLedger(findings);
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        KindCase kind = e.event().getKindCase();
        if (kind != KindCase.GRANTED && kind != KindCase.QUEUED) {
            return;
        }
        examined++;
        if (kind == KindCase.GRANTED && options.judges(Part.DISPATCHES)) {
            ledger.granted(e);
        }
        State expected = kind == KindCase.GRANTED ? State.QUEUED : State.WAITING;
        TaskView task = before.task(e.taskId());
        if (!beganUnseen(before, e) && (task == null || task.state != expected)) {
            findings.at(e, name(kind) + " for a task that is " + standing(before, e.taskId()));
        }
    }

    /** All events that are to be known must have been folded before the first dispatch. */
    void dispatched(LogDispatch dispatch, boolean tenantTruncated, long clock) {
        examined++;
        ledger.dispatched(dispatch, tenantTruncated, clock);
    }

    /** How many grants still lack their dispatch. */
    int undispatched() {
        return ledger.open();
    }

    /**
     * The dispatch topics are over.
     *
     * @param trimmed topics whose beginning retention has taken, with the grant time (ms) of the oldest dispatch left
     */
    void finish(Map<String, Long> trimmed) {
        if (options.judges(Part.DISPATCHES)) {
            ledger.finish(trimmed);
        }
    }

    @Override
    String note() {
        return options.judges(Part.DISPATCHES)
                ? "%,d dispatches".formatted(ledger.dispatches())
                : "dispatch topics not read";
    }
}
