package dev.penstock.audit;

import java.time.Duration;
import java.util.Set;

/**
 * What the log may look like.
 *
 * @param quiet whether all work had ended when the log was read, so that an open task is a violation
 * @param healthy whether no process was down or stalled meanwhile, so that expiry later than {@code expiryTolerance} is a violation
 * @param expiryTolerance longest time between a deadline and the event that it brings
 * @param markerTtl how long an ended task is remembered; after it the same id may be accepted anew
 * @param deadTtl how long a dead task is remembered and may be replayed; when there are too many, not less than {@code markerTtl}
 * @param ageAfter how long a task waits until it counts as one tier up
 * @param maxViolations violations kept per invariant; the rest are counted
 * @param dispatches whether dispatches are folded too, so that each grant must have its own
 * @param calls whether the records of calls to providers are folded too, so that the books are held against them
 * @param truncated partitions of the log whose beginning retention has taken
 */
public record AuditOptions(
        boolean quiet,
        boolean healthy,
        Duration expiryTolerance,
        Duration markerTtl,
        Duration deadTtl,
        Duration ageAfter,
        int maxViolations,
        boolean dispatches,
        boolean calls,
        Set<Integer> truncated) {
    /** For a log that is read from its first offset while work may be under way. */
    public static final AuditOptions DEFAULT = new AuditOptions(
            false,
            false,
            Duration.ofSeconds(2),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofHours(6),
            20,
            false,
            false,
            Set.of());

    public AuditOptions {
        truncated = Set.copyOf(truncated);
    }

    public AuditOptions withQuiet(boolean value) {
        return new AuditOptions(
                value,
                healthy,
                expiryTolerance,
                markerTtl,
                deadTtl,
                ageAfter,
                maxViolations,
                dispatches,
                calls,
                truncated);
    }

    public AuditOptions withHealthy(boolean value) {
        return new AuditOptions(
                quiet,
                value,
                expiryTolerance,
                markerTtl,
                deadTtl,
                ageAfter,
                maxViolations,
                dispatches,
                calls,
                truncated);
    }

    public AuditOptions withDeadTtl(Duration value) {
        return new AuditOptions(
                quiet,
                healthy,
                expiryTolerance,
                markerTtl,
                value,
                ageAfter,
                maxViolations,
                dispatches,
                calls,
                truncated);
    }

    public AuditOptions withAgeAfter(Duration value) {
        return new AuditOptions(
                quiet,
                healthy,
                expiryTolerance,
                markerTtl,
                deadTtl,
                value,
                maxViolations,
                dispatches,
                calls,
                truncated);
    }

    public AuditOptions withTruncated(Set<Integer> partitions) {
        return new AuditOptions(
                quiet,
                healthy,
                expiryTolerance,
                markerTtl,
                deadTtl,
                ageAfter,
                maxViolations,
                dispatches,
                calls,
                partitions);
    }

    public AuditOptions withDispatches(boolean value) {
        return new AuditOptions(
                quiet, healthy, expiryTolerance, markerTtl, deadTtl, ageAfter, maxViolations, value, calls, truncated);
    }

    public AuditOptions withCalls(boolean value) {
        return new AuditOptions(
                quiet,
                healthy,
                expiryTolerance,
                markerTtl,
                deadTtl,
                ageAfter,
                maxViolations,
                dispatches,
                value,
                truncated);
    }
}
