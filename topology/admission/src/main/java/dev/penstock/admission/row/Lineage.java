package dev.penstock.admission.row;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ties a task to others.
 *
 * @param run the run of its campaign whose progress it counts in, 0 for none
 * @param depth plans above it
 * @param awaited tasks that must succeed before it may be queued
 * @param orphanedBy how one of them ended that did not succeed, null for none
 */
public record Lineage(
        long run, int depth, List<UUID> awaited, @Nullable TaskState orphanedBy) {
    public static final Lineage NONE = new Lineage(0, 0, List.of(), null);

    public Lineage {
        awaited = List.copyOf(awaited);
    }

    /** Whether it waits for other tasks. */
    boolean waits() {
        return !awaited.isEmpty() && orphanedBy == null;
    }

    Lineage without(UUID parent) {
        List<UUID> left = new ArrayList<>(awaited);
        left.remove(parent);
        return new Lineage(run, depth, left, orphanedBy);
    }

    Lineage orphaned(TaskState how) {
        return new Lineage(run, depth, awaited, how);
    }

    Lineage countingIn(long otherRun) {
        return new Lineage(otherRun, depth, awaited, orphanedBy);
    }

    /** Whether it counts in its campaign's progress. */
    public boolean counts() {
        return run > 0;
    }
}
