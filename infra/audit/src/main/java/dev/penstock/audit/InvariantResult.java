package dev.penstock.audit;

import java.util.List;

/**
 * What became of one invariant.
 *
 * @param examined how many facts it was held against
 * @param violationCount all violations; {@code violations} keeps the first of them
 * @param note one line for people, possibly empty
 */
public record InvariantResult(
        Invariant invariant, long examined, long violationCount, List<Violation> violations, String note) {
    public InvariantResult {
        violations = List.copyOf(violations);
    }

    public boolean holds() {
        return violationCount == 0;
    }
}
