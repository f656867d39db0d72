package dev.penstock.audit;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.Tier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Grants that wait for their dispatch. A deferred attempt is granted again under its number, so an attempt may have several of each. */
final class DispatchLedger {
    private record Key(String tenant, String task, int attempt) {}

    private static final class Owed {
        final LogEvent last;
        int count = 1;

        Owed(LogEvent last) {
            this.last = last;
        }
    }

    private final Findings findings;
    private final Map<Key, Owed> owed = new HashMap<>();
    private long dispatches;

    DispatchLedger(Findings findings) {
        this.findings = findings;
    }

    void granted(LogEvent e) {
        owed.compute(new Key(e.tenant(), e.taskId(), e.event().getGranted().getAttempt()), (key, known) -> {
            if (known == null) {
                return new Owed(e);
            }
            known.count++;
            return known;
        });
    }

    void dispatched(LogDispatch where, boolean tenantTruncated, long clock) {
        dispatches++;
        Dispatch d = where.dispatch();
        Key key = new Key(d.getTenant(), d.getTaskId(), d.getAttempt());
        Owed grant = owed.get(key);
        if (grant == null) {
            // A grant made after the events were read is none of this audit's; neither is one from before the log
            // begins.
            if (d.getGrantedAtMillis() < clock && !tenantTruncated) {
                report(
                        where,
                        "attempt " + d.getAttempt() + " was dispatched on " + where.topic()
                                + " without a grant of its own");
            }
            return;
        }
        checkSame(where, grant.last.event().getTask());
        if (--grant.count == 0) {
            owed.remove(key);
        }
    }

    private void checkSame(LogDispatch where, TaskRef ref) {
        Dispatch d = where.dispatch();
        if (!d.getRole().equals(ref.getRole())
                || d.getTier() != ref.getTier()
                || !where.topic().equals(topic(ref))) {
            report(
                    where,
                    "granted as %s %s but dispatched as %s %s on %s"
                            .formatted(ref.getRole(), ref.getTier(), d.getRole(), d.getTier(), where.topic()));
        }
    }

    private void report(LogDispatch where, String explanation) {
        Dispatch d = where.dispatch();
        findings.add(new Violation(d.getTenant(), d.getTaskId(), where.partition(), where.offset(), explanation));
    }

    private static String topic(TaskRef ref) {
        boolean named = ref.getTier() != Tier.TIER_UNSPECIFIED && ref.getTier() != Tier.UNRECOGNIZED;
        return named ? Topics.dispatch(ref.getRole(), ref.getTier()) : "";
    }

    long dispatches() {
        return dispatches;
    }

    void finish(Map<String, Long> trimmed, Set<String> held) {
        owed.forEach((key, grant) -> {
            String topic = topic(grant.last.event().getTask());
            Long oldestKept = trimmed.get(topic);
            if (!held.contains(topic) && (oldestKept == null || grant.last.at() > oldestKept)) {
                findings.at(grant.last, "attempt " + key.attempt() + " was granted and never dispatched");
            }
        });
    }
}
