package dev.penstock.audit;

import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.audit.TaskView.State;
import dev.penstock.schemas.v1.Event.KindCase;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** I5: only a queued task is granted, only a waiting one is queued again, and each grant has its one dispatch. */
final class GrantCheck extends Check {
    private final DispatchLedger ledger;
    private Set<String> held = Set.of();

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

    /** Topics of which some is hidden by open transactions. */
    void held(Set<String> topics) {
        held = Set.copyOf(topics);
    }

    /**
     * The dispatch topics are over.
     *
     * @param trimmed topics whose beginning retention has taken, with the grant time (ms) of the oldest dispatch left
     */
    void finish(Map<String, Long> trimmed) {
        if (options.judges(Part.DISPATCHES)) {
            ledger.finish(trimmed, held);
        }
    }

    @Override
    String note() {
        if (!options.judges(Part.DISPATCHES)) {
            return "dispatch topics not read";
        }
        String all = "%,d dispatches".formatted(ledger.dispatches());
        return held.isEmpty() ? all : all + "; NOT read to their end, for open transactions: " + new TreeSet<>(held);
    }
}
