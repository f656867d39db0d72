package dev.penstock.admission.row;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Tier;
import java.util.UUID;

/**
 * What the engine knows of one task. Immutable: each change makes a new row, and only along {@link TaskState}'s legal moves.
 *
 * @param attempt the attempt that is live or was the last; for a task that waits or is queued, the one that comes next
 * @param since when it entered its state (engine clock): for a granted task the time of its grant, for an ended one that of its end
 * @param deadline when its state's own timer acts, 0 for none: end of back-off, of grant, or of lease
 * @param order its place, which it keeps until it ends: smaller was accepted first, unique within the slot; then its place among those that ended
 * @param worker who holds the lease; empty unless running
 * @param payloadPlace where its payload lies: the place that it was accepted at; {@link #PAYLOAD_UNDER_KEY} if an earlier version accepted it
 * @param payloadForm how it lies there
 */
public record TaskRow(
        TaskRef ref,
        Digest digest,
        int maxAttempts,
        TaskTerms terms,
        Charges charges,
        Lineage lineage,
        TaskState state,
        int attempt,
        long since,
        long deadline,
        long order,
        String worker,
        long payloadPlace,
        PayloadForm payloadForm) {

    /** No place: the payload lies under the task's own key. */
    public static final long PAYLOAD_UNDER_KEY = -1;

    private static final String NOBODY = "";

    /**
     * A task just accepted: queued for its first attempt, or waiting until it may be.
     *
     * @param notBefore 0 for no such time
     * @param behindLongQueue whether it will have left memory by the time that it is granted, if it is queued now
     */
    public static TaskRow accepted(
            TaskRef ref,
            Digest digest,
            int maxAttempts,
            TaskTerms terms,
            Lineage lineage,
            long notBefore,
            long order,
            boolean behindLongQueue) {
        TaskState state = notBefore > 0 || lineage.waits() ? TaskState.WAITING : TaskState.QUEUED;
        return new TaskRow(
                ref,
                digest,
                maxAttempts,
                terms,
                Charges.NONE,
                lineage,
                state,
                1,
                ref.acceptedAt(),
                notBefore,
                order,
                NOBODY,
                order,
                behindLongQueue && state == TaskState.QUEUED ? PayloadForm.WITH_ROW : PayloadForm.BARE);
    }

    /** @param month that it counts towards, unless it was counted before */
    public TaskRow granted(long now, long startBy, long month) {
        return moved(TaskState.GRANTED, terms, charges.counted(month), attempt, now, startBy, order, NOBODY);
    }

    public TaskRow started(long now, long leaseUntil, String by) {
        return moved(TaskState.RUNNING, terms.begun(), charges, attempt, now, leaseUntil, order, by);
    }

    public TaskRow renewed(long leaseUntil) {
        return moved(TaskState.RUNNING, terms, charges, attempt, since, leaseUntil, order, worker);
    }

    /** The attempt is spent; the next one may come from {@code notBefore} on. */
    public TaskRow retried(long now, long notBefore) {
        return moved(TaskState.WAITING, terms, charges, attempt + 1, now, notBefore, order, NOBODY);
    }

    /** The attempt is handed back; the same one may come again from {@code notBefore} on. */
    public TaskRow deferred(long now, long notBefore) {
        return moved(TaskState.WAITING, terms, charges, attempt, now, notBefore, order, NOBODY);
    }

    /** In its queue, at its place. */
    public TaskRow requeued(long now) {
        return moved(TaskState.QUEUED, terms, charges, attempt, now, 0, order, NOBODY);
    }

    /**
     * Dead no more: queued for another attempt. Times it was submitted with have no meaning any more, and a new month counts it anew.
     *
     * @param run of its campaign that it counts in from here on, 0 for none
     * @param newOrder its place in its queue
     */
    public TaskRow replayed(long now, int newMaxAttempts, long run, long month, long newOrder) {
        Charges left = charges.countedMonth() == month ? charges : charges.uncounted();
        TaskRow again = moved(TaskState.QUEUED, terms.timeless(), left, attempt + 1, now, 0, newOrder, NOBODY);
        return again.with(newMaxAttempts, left, lineage.countingIn(run), again.deadline);
    }

    /** One of those it waits for has succeeded; once all have, it may be queued from {@code now} on. */
    public TaskRow met(UUID parent, long now) {
        Lineage left = lineage.without(parent);
        TaskRow row = with(maxAttempts, charges, left, deadline);
        return left.waits() ? row : row.due(Math.max(now, deadline));
    }

    /** One of those it waits for has ended otherwise. */
    public TaskRow orphaned(TaskState how, long now) {
        return with(maxAttempts, charges, lineage.orphaned(how), now);
    }

    /** Whether it waits for other tasks. */
    public boolean waitsForOthers() {
        return state == TaskState.WAITING && lineage.waits();
    }

    /** Over; {@code newOrder} is its place among the markers. */
    public TaskRow ended(TaskState how, long now, long newOrder) {
        if (!how.ended()) {
            throw new IllegalArgumentException("Expected an end, but got " + how);
        }
        return moved(how, terms, charges, attempt, now, 0, newOrder, NOBODY);
    }

    public TaskRow charged(Charges next) {
        return with(maxAttempts, next, lineage, deadline);
    }

    private TaskRow due(long when) {
        return with(maxAttempts, charges, lineage, when);
    }

    /** In the same state. */
    private TaskRow with(int newMaxAttempts, Charges newCharges, Lineage newLineage, long newDeadline) {
        return new TaskRow(
                ref,
                digest,
                newMaxAttempts,
                terms,
                newCharges,
                newLineage,
                state,
                attempt,
                since,
                newDeadline,
                order,
                worker,
                payloadPlace,
                payloadForm.changed());
    }

    /** No longer counts towards a month's task limit. */
    public TaskRow uncounted() {
        return charged(charges.uncounted());
    }

    /** The attempt ended and nobody knows what it cost. */
    public TaskRow unknown(int ended, long month) {
        return charged(charges.unknown(ended, month, worker));
    }

    /** It became known what an attempt cost. */
    public TaskRow known(int ended) {
        return charged(charges.known(ended));
    }

    /** A start of the attempt was refused to a worker that may call all the same. */
    public TaskRow refusedStart(int refused) {
        return charged(charges.refused(refused));
    }

    /** That worker has told what it used. */
    public TaskRow toldAfterRefusal(int refused) {
        return charged(charges.told(refused));
    }

    private TaskRow moved(
            TaskState next,
            TaskTerms nextTerms,
            Charges nextCharges,
            int nextAttempt,
            long now,
            long nextDeadline,
            long nextOrder,
            String by) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("Task " + ref.taskId() + " is " + state + " and may not become " + next);
        }
        return new TaskRow(
                ref,
                digest,
                maxAttempts,
                nextTerms,
                nextCharges,
                lineage,
                next,
                nextAttempt,
                now,
                nextDeadline,
                nextOrder,
                by,
                payloadPlace,
                payloadForm.changed());
    }

    /** When something is to be done about it for the time alone, 0 for never. */
    public long alarm() {
        return switch (state) {
            case WAITING, QUEUED, GRANTED ->
                soonest(waitsForOthers() ? 0 : deadline, soonest(terms.startBy(), terms.endBy()));
            case RUNNING -> soonest(deadline, soonest(attemptEnd(), terms.endBy()));
            case SUCCEEDED, DEAD, CANCELLED, EXPIRED -> 0;
        };
    }

    /** When the running attempt has lasted as long as it may, 0 for never. */
    public long attemptEnd() {
        return terms.attemptTimeoutMillis() == 0 ? 0 : since + terms.attemptTimeoutMillis();
    }

    private static long soonest(long a, long b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }

    public TaskKey key() {
        return new TaskKey(ref.tenant(), ref.taskId());
    }

    public CampaignKey campaign() {
        return new CampaignKey(ref.tenant(), ref.campaign());
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

    /** What stands on the books as unknown should it end now without a word from its worker. */
    public long unknownMicros() {
        return state == TaskState.RUNNING ? terms.estimateMicros() : 0;
    }
}
