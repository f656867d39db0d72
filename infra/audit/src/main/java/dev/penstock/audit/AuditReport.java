package dev.penstock.audit;

import java.util.List;

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
