package dev.penstock.audit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the log may look like.
 *
 * @param quiet whether all work had ended when the log was read, so that an open task, or an intake record without an outcome, is a violation
 * @param healthy whether no process was down or stalled meanwhile, so that expiry later than {@code expiryTolerance} is a violation
 * @param expiryTolerance longest time between a deadline and the event that it brings, and between a lane's having room and its grant
 * @param markerTtl how long an ended task is remembered; after it the same id may be accepted anew
 * @param deadTtl how long a dead task is remembered and may be replayed; when there are too many, not less than {@code markerTtl}
 * @param ageAfter how long a task waits until it counts as one tier up
 * @param maxViolations violations kept per invariant; the rest are counted
 * @param parts what is judged beside the events
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
        Set<Part> parts,
        Set<Integer> truncated) {
    /** What can be judged beside the events alone. */
    public enum Part {
        /** Dispatches are folded too, so that each grant must have its own. */
        DISPATCHES,
        /** The records of calls to providers are folded too, so that the books are held against them. */
        CALLS,
        /** Intake topics and dead letters are folded too, so that each submission must have its outcome. */
        INTAKE,
        /** An engine wrote the log, and not a hand, so that a lane that waits with room though workers are free is a violation. */
        IDLENESS
    }

    /** For a log that is read from its first offset while work may be under way. */
    public static final AuditOptions DEFAULT = new AuditOptions(
            false,
            false,
            Duration.ofSeconds(2),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofMinutes(15),
            20,
            Set.of(),
            Set.of());

    public AuditOptions {
        parts = Set.copyOf(parts);
        truncated = Set.copyOf(truncated);
    }

    boolean judges(Part part) {
        return parts.contains(part);
    }

    public AuditOptions withQuiet(boolean value) {
        return new AuditOptions(
                value, healthy, expiryTolerance, markerTtl, deadTtl, ageAfter, maxViolations, parts, truncated);
    }

    public AuditOptions withHealthy(boolean value) {
        return new AuditOptions(
                quiet, value, expiryTolerance, markerTtl, deadTtl, ageAfter, maxViolations, parts, truncated);
    }

    public AuditOptions withDeadTtl(Duration value) {
        return new AuditOptions(
                quiet, healthy, expiryTolerance, markerTtl, value, ageAfter, maxViolations, parts, truncated);
    }

    public AuditOptions withAgeAfter(Duration value) {
        return new AuditOptions(
                quiet, healthy, expiryTolerance, markerTtl, deadTtl, value, maxViolations, parts, truncated);
    }

    public AuditOptions withTruncated(Set<Integer> partitions) {
        return new AuditOptions(
                quiet, healthy, expiryTolerance, markerTtl, deadTtl, ageAfter, maxViolations, parts, partitions);
    }

    /** Judges these too. */
    public AuditOptions with(Part first, Part... others) {
        EnumSet<Part> more = EnumSet.of(first, others);
        more.addAll(parts);
        return new AuditOptions(
                quiet, healthy, expiryTolerance, markerTtl, deadTtl, ageAfter, maxViolations, more, truncated);
    }
}
