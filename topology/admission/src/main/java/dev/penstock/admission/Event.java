package dev.penstock.admission;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened. {@link TenantEvent}s are published, one total order per tenant; {@link SlotEvent}s are the slot's own book-keeping and stay
 * inside the engine. Times are the engine's clock in milliseconds since 1970-01-01T00:00Z.
 */
public sealed interface Event {

    /** A published event: {@code seq} rises by one within a tenant, from 1, and is 0 for a tenant that the engine does not know. */
    sealed interface TenantEvent extends Event {
        String tenant();

        long seq();
    }

    /** A published event about one task. */
    sealed interface TaskEvent extends TenantEvent {
        TaskRef task();

        @Override
        default String tenant() {
            return task().tenant();
        }
    }

    /** Book-keeping of the slot. */
    sealed interface SlotEvent extends Event {}

    /** What every event says of its task. {@code acceptedAt} is 0 for one that was never accepted. */
    record TaskRef(String tenant, UUID taskId, String role, Tier tier, long acceptedAt, String campaign) {}

    /**
     * The task is queued, or waits until it may be.
     *
     * @param options as they were asked for, with an estimate in any case
     * @param counts whether it counts in its campaign's progress, as planners and what they plan do
     */
    record Accepted(
            long seq,
            TaskRef task,
            @Nullable Source source,
            Digest digest,
            int maxAttempts,
            Map<String, String> labels,
            byte[] payload,
            TaskOptions options,
            Origin origin,
            boolean counts)
            implements TaskEvent {}

    record Rejected(long seq, TaskRef task, @Nullable Source source, RejectionReason reason, String message)
            implements TaskEvent {}

    record Duplicate(long seq, TaskRef task, @Nullable Source source) implements TaskEvent {}

    record Conflict(long seq, TaskRef task, @Nullable Source source, String message) implements TaskEvent {}

    /**
     * The task may run now.
     *
     * @param live the lane's live grants and leases, this one included
     * @param startBy the grant lapses unless started by then
     * @param reservedMicros what of the tenant's budget it holds until the attempt ends
     */
    record Granted(
            long seq,
            TaskRef task,
            int attempt,
            long configVersion,
            int cap,
            int live,
            long startBy,
            String modelOverride,
            long reservedMicros)
            implements TaskEvent {}

    /** @param waitedMillis how long the grant waited for a worker, which is less than since it was made when the engine is behind its commands */
    record Started(long seq, TaskRef task, int attempt, String workerId, long leaseUntil, long waitedMillis)
            implements TaskEvent {}

    /** @param progress what is new of it, null for a plain heartbeat */
    record Renewed(
            long seq,
            TaskRef task,
            int attempt,
            long leaseUntil,
            @Nullable Progress progress) implements TaskEvent {}

    /**
     * The attempt ended without success; the next one may be granted from {@code notBefore} on.
     *
     * @param unknownMicros booked for it since nobody knows what it cost; then {@code usage} is none
     */
    record RetryScheduled(
            long seq,
            TaskRef task,
            int attempt,
            String cause,
            String message,
            long notBefore,
            Usage usage,
            long unknownMicros)
            implements TaskEvent {}

    /**
     * The attempt was handed back; the same number is granted again from {@code notBefore} on.
     *
     * @param usage what it cost all the same
     */
    record Deferred(long seq, TaskRef task, int attempt, String reason, long notBefore, Usage usage)
            implements TaskEvent {}

    /** What it waited for is over: a back-off, a deferral, a time or other tasks. It is queued where it was accepted. */
    record Requeued(long seq, TaskRef task) implements TaskEvent {}

    record Succeeded(long seq, TaskRef task, int attempt, String output, Usage usage) implements TaskEvent {}

    /** @param unknownMicros as for {@link RetryScheduled} */
    record Dead(long seq, TaskRef task, int attempt, String cause, String message, Usage usage, long unknownMicros)
            implements TaskEvent {}

    /**
     * @param attempt the attempt that was live, 0 for none
     * @param unknownMicros as for {@link RetryScheduled}
     */
    record Cancelled(long seq, TaskRef task, int attempt, String reason, long unknownMicros) implements TaskEvent {}

    /**
     * Its time was up.
     *
     * @param attempt the attempt that was live, 0 for none
     * @param unknownMicros as for {@link RetryScheduled}
     */
    record Expired(long seq, TaskRef task, int attempt, String reason, long unknownMicros) implements TaskEvent {}

    /**
     * A signal of an attempt that is not the live one, or for a task that the engine does not know ({@code seq} and the rest as far as known).
     *
     * @param usage what the attempt used, when that is how its cost became known; then it is booked
     * @param settledMicros taken off what was booked as unknown, 0 when nothing was
     */
    record ResultRejected(
            long seq,
            TaskRef task,
            int attempt,
            Signal signal,
            String message,
            String workerId,
            Usage usage,
            long settledMicros)
            implements TaskEvent {}

    /**
     * A dead task is queued again, behind all others.
     *
     * @param attempt the next one
     * @param maxAttempts the last one that it may have now
     * @param recounts whether it counts in its campaign's progress from here on
     */
    record Replayed(long seq, TaskRef task, int attempt, int maxAttempts, String reason, boolean recounts)
            implements TaskEvent {}

    /** Whatever is left of a campaign is going to be cancelled. */
    record CampaignCancelled(long seq, String tenant, String campaign, String reason) implements TenantEvent {}

    /** Tasks of a campaign were accepted or ended since the last of these; when all have ended it is the last. */
    record CampaignProgressed(long seq, String tenant, String campaign, CampaignState state, CampaignCounts counts)
            implements TenantEvent {}

    record Configured(long seq, TenantConfig config) implements TenantEvent {
        @Override
        public String tenant() {
            return config.tenant();
        }
    }

    /** The operator's limits of a role are in force from here on. */
    record RoleConfigured(RoleConfig config) implements SlotEvent {}

    /** The slot's clock moved on; it never falls. */
    record ClockAdvanced(long now) implements SlotEvent {}

    /** The first {@code count} terminal markers in order of age are forgotten. */
    record MarkersForgotten(int count) implements SlotEvent {}

    /** The first {@code count} dead tasks in order of age are forgotten. */
    record DeadForgotten(int count) implements SlotEvent {}
}
