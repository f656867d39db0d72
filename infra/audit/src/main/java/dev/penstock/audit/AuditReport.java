package dev.penstock.audit;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an audit found.
 *
 * @param events events folded
 * @param dispatches dispatches folded
 * @param tenants tenants that the log names
 * @param openTasks tasks accepted but not ended when the log was read
 * @param ledger the tenants' money; empty where calls were not read
 */
public record AuditReport(
        List<InvariantResult> results, long events, long dispatches, int tenants, long openTasks, Ledger ledger) {
    public AuditReport {
        results = List.copyOf(results);
    }

    /** This and what was found of further invariants, in their order. */
    public AuditReport and(List<InvariantResult> more) {
        List<InvariantResult> all = Stream.concat(results.stream(), more.stream())
                .sorted(Comparator.comparing(InvariantResult::invariant))
                .toList();
        return new AuditReport(all, events, dispatches, tenants, openTasks, ledger);
    }

    public boolean holds() {
        return results.stream().allMatch(InvariantResult::holds);
    }

    public InvariantResult of(Invariant invariant) {
        return results.stream()
                .filter(r -> r.invariant() == invariant)
                .findFirst()
                .orElseThrow();
    }

    public long violations() {
        return results.stream().mapToLong(InvariantResult::violationCount).sum();
    }
}
