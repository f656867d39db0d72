package dev.penstock.admission.row;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Tier;

/**
 * What the engine knows of one task. Immutable: each change makes a new row, and only along {@link TaskState}'s legal moves.
 *
 * @param attempt the attempt that is live or was the last; for a task that waits or is queued, the one that comes next
 * @param since when it entered its state (engine clock): for a granted task the time of its grant, for an ended one that of its end
 * @param deadline when its timer acts, 0 for none: end of back-off, of grant, or of lease
 * @param order its place in whatever it stands in, its queue or the markers: smaller came first, unique within the slot
 * @param worker who holds the lease; empty unless running
 */
public record TaskRow(
        TaskRef ref,
        Digest digest,
        int maxAttempts,
        TaskState state,
        int attempt,
        long since,
        long deadline,
        long order,
        String worker) {

    private static final String NOBODY = "";

    /** A task just accepted: queued for its first attempt. */
    public static TaskRow accepted(TaskRef ref, Digest digest, int maxAttempts, long order) {
        return new TaskRow(ref, digest, maxAttempts, TaskState.QUEUED, 1, ref.acceptedAt(), 0, order, NOBODY);
    }

    public TaskRow granted(long now, long startBy) {
        return moved(TaskState.GRANTED, attempt, now, startBy, order, NOBODY);
    }

    public TaskRow started(long now, long leaseUntil, String by) {
        return moved(TaskState.RUNNING, attempt, now, leaseUntil, order, by);
    }

    public TaskRow renewed(long leaseUntil) {
        return moved(TaskState.RUNNING, attempt, since, leaseUntil, order, worker);
    }

    /** The attempt is spent; the next one may come from {@code notBefore} on. */
    public TaskRow retried(long now, long notBefore) {
        return moved(TaskState.WAITING, attempt + 1, now, notBefore, order, NOBODY);
    }

    /** The attempt is handed back; the same one may come again from {@code notBefore} on. */
    public TaskRow deferred(long now, long notBefore) {
        return moved(TaskState.WAITING, attempt, now, notBefore, order, NOBODY);
    }

    /** Back in its queue, at the tail. */
    public TaskRow requeued(long now, long newOrder) {
        return moved(TaskState.QUEUED, attempt, now, 0, newOrder, NOBODY);
    }

    /** Over; {@code newOrder} is its place among the markers. */
    public TaskRow ended(TaskState how, long now, long newOrder) {
        if (!how.ended()) {
            throw new IllegalArgumentException("Expected an end, but got " + how);
        }
        return moved(how, attempt, now, 0, newOrder, NOBODY);
    }

    private TaskRow moved(TaskState next, int nextAttempt, long now, long nextDeadline, long nextOrder, String by) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("Task " + ref.taskId() + " is " + state + " and may not become " + next);
        }
        return new TaskRow(ref, digest, maxAttempts, next, nextAttempt, now, nextDeadline, nextOrder, by);
    }

    public TaskKey key() {
        return new TaskKey(ref.tenant(), ref.taskId());
    }

    public String tenant() {
        return ref.tenant();
    }

    public String role() {
        return ref.role();
    }

    public Tier tier() {
        return ref.tier();
    }

    /** The attempt that holds a slot now, 0 for none. */
    public int liveAttempt() {
        return state.live() ? attempt : 0;
    }
}
