package dev.penstock.admission;

import java.time.Duration;

/**
 * The engine's named limits and times, the same for all tenants.
 *
 * @param defaultMaxAttempts attempts before a task is dead, where the submission says nothing
 * @param startTimeout how long a grant may stay unstarted before it lapses
 * @param lease how long a started attempt lives without a heartbeat
 * @param maxLease the most that a heartbeat may ask for instead; not less than {@code lease}
 * @param backoffBase wait before attempt 2; doubles with each further attempt
 * @param backoffMax longest wait between attempts
 * @param markerTtl how long an ended task is remembered for idempotency
 * @param dispatchDelayTarget wait of a grant for a worker up to which a dispatch window grows
 * @param initialWindow granted-but-unstarted tasks per role that a slot allows itself at first
 * @param maxWindow the most it ever allows itself
 * @param defaultMaxBacklog tasks of a tenant that may wait at once, where its configuration says nothing
 * @param ageAfter how long a task waits in its queue before it counts as one tier up among the tasks of its own lane
 * @param precedence tasks that a lane may have had more than the least served lane that waits beside it and still be served by its tier; with
 *     each further so many it counts as one tier lower among lanes; at least 1
 * @param defaultEstimateMicros what an attempt reserves of a budget where neither its submission nor earlier tasks of its lane tell
 * @param maxGrantsPerCommand grants made while processing one command; the rest follow with the next one
 * @param maxExpiriesPerCommand timers (leases, grants, back-offs) and markers ended while processing one command
 * @param maxQueuedHeld queued tasks of a slot whose rows are held in memory; where more are queued, each costs one read before it is granted. At least 1
 */
public record Policy(
        int defaultMaxAttempts,
        Duration startTimeout,
        Duration lease,
        Duration maxLease,
        Duration backoffBase,
        Duration backoffMax,
        Duration markerTtl,
        Duration dispatchDelayTarget,
        int initialWindow,
        int maxWindow,
        int defaultMaxBacklog,
        Duration ageAfter,
        int precedence,
        long defaultEstimateMicros,
        int maxGrantsPerCommand,
        int maxExpiriesPerCommand,
        int maxQueuedHeld,
        DeadLetters deadLetters,
        Plans plans) {

    /**
     * Dead tasks are kept whole, so that they can be replayed.
     *
     * @param ttl how long after their ends; not less than {@link Policy#markerTtl()} has an effect
     * @param max how many a slot keeps; beyond it the oldest go once they have been kept for {@link Policy#markerTtl()}
     */
    public record DeadLetters(Duration ttl, int max) {
        public static final DeadLetters DEFAULT = new DeadLetters(Duration.ofDays(7), 100_000);
    }

    /**
     * What planners may plan.
     *
     * @param role whose tasks are urgent whatever they ask for, and whose results may carry child tasks
     * @param maxTasks of one plan
     * @param maxDepth plans under a plan: the children of a planner that was submitted have depth 1
     */
    public record Plans(String role, int maxTasks, int maxDepth) {
        public static final Plans DEFAULT = new Plans("activity-planner", 100, 3);
    }

    public Policy {
        if (precedence < 1) {
            throw new IllegalArgumentException("Expected a precedence of at least 1 task, but got " + precedence);
        }
        if (maxQueuedHeld < 1) {
            throw new IllegalArgumentException("Expected room for at least 1 queued task, but got " + maxQueuedHeld);
        }
        if (maxLease.compareTo(lease) < 0) {
            throw new IllegalArgumentException(
                    "Expected a longest lease of at least " + lease + ", but got " + maxLease);
        }
    }

    public static final Policy DEFAULT = new Policy(
            3,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            16,
            4096,
            1_000_000,
            Duration.ofMinutes(15),
            16,
            10_000,
            256,
            1_000,
            20_000,
            DeadLetters.DEFAULT,
            Plans.DEFAULT);
}
