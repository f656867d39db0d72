package dev.penstock.admission;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that can change a decision of the engine, time included. */
public sealed interface Command {

    /**
     * A producer wants a task done.
     *
     * @param maxAttempts 0 means {@link Policy#defaultMaxAttempts()}
     * @param payload opaque to the core; kept until the task ends and handed back with each grant
     * @param options its price and times
     */
    record Submit(
            String tenant,
            UUID taskId,
            String role,
            Tier tier,
            String campaign,
            int maxAttempts,
            Map<String, String> labels,
            Digest digest,
            @Nullable Source source,
            byte[] payload,
            TaskOptions options)
            implements Command {

        /** Nothing said of price and time. */
        public Submit(
                String tenant,
                UUID taskId,
                String role,
                Tier tier,
                String campaign,
                int maxAttempts,
                Map<String, String> labels,
                Digest digest,
                @Nullable Source source,
                byte[] payload) {
            this(tenant, taskId, role, tier, campaign, maxAttempts, labels, digest, source, payload, TaskOptions.NONE);
        }
    }

    /**
     * A worker took the grant and is about to call its runtime.
     *
     * @param dispatchedAt when workers could first see the grant, on the engine's clock; 0 for unknown, which counts as when it was granted
     */
    record Start(String tenant, UUID taskId, int attempt, String workerId, long dispatchedAt) implements Command {}

    /**
     * The attempt is still run.
     *
     * @param leaseMillis how long the lease is to hold from now on, at most {@link Policy#maxLease()}; 0 means {@link Policy#lease()}. It never ends
     *     sooner than it did before.
     * @param progress what is new of it, null for nothing
     */
    record Renew(
            String tenant,
            UUID taskId,
            int attempt,
            String workerId,
            long leaseMillis,
            @Nullable Progress progress) implements Command {

        /** A plain heartbeat. */
        public Renew(String tenant, UUID taskId, int attempt, String workerId) {
            this(tenant, taskId, attempt, workerId, 0, null);
        }
    }

    /**
     * The attempt succeeded.
     *
     * @param plan the tasks that a planner wants done, null for none
     */
    record Complete(
            String tenant,
            UUID taskId,
            int attempt,
            String workerId,
            Usage usage,
            String output,
            @Nullable Plan plan) implements Command {

        /** Nothing planned. */
        public Complete(String tenant, UUID taskId, int attempt, String workerId, Usage usage, String output) {
            this(tenant, taskId, attempt, workerId, usage, output, null);
        }
    }

    /**
     * The attempt failed.
     *
     * @param retryAfterMillis least wait before the next attempt as the provider asked; 0 for none
     */
    record Fail(
            String tenant,
            UUID taskId,
            int attempt,
            String workerId,
            Usage usage,
            String kind,
            String message,
            boolean retryable,
            long retryAfterMillis)
            implements Command {}

    /**
     * The worker hands the attempt back; it is not spent.
     *
     * @param usage what it cost all the same, by a call that was broken off
     */
    record Defer(String tenant, UUID taskId, int attempt, String workerId, String reason, long delayMillis, Usage usage)
            implements Command {

        /** It cost nothing. */
        public Defer(String tenant, UUID taskId, int attempt, String workerId, String reason, long delayMillis) {
            this(tenant, taskId, attempt, workerId, reason, delayMillis, Usage.NONE);
        }
    }

    /** Somebody wants the task stopped. */
    record Cancel(String tenant, UUID taskId, String reason) implements Command {}

    /** Somebody wants whatever is left of a campaign stopped. */
    record CancelCampaign(String tenant, String campaign, String reason) implements Command {}

    /**
     * Somebody wants a dead task tried again.
     *
     * @param reason told in the event, for the task's history
     */
    record Replay(String tenant, UUID taskId, String reason) implements Command {}

    /** The tenant's limits change from here on. */
    record Configure(TenantConfig config) implements Command {}

    /** The operator's limits of a role change from here on; goes to every slot. */
    record ConfigureRole(RoleConfig config) implements Command {}

    /** Time passes. */
    record Tick() implements Command {}
}
