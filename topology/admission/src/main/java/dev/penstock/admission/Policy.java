package dev.penstock.admission;

import java.time.Duration;

/**
 * The engine's named limits and times, the same for all tenants.
 *
 * @param defaultMaxAttempts attempts before a task is dead, where the submission says nothing
 * @param startTimeout how long a grant may stay unstarted before it lapses
 * @param lease how long a started attempt lives without a heartbeat
 * @param backoffBase wait before attempt 2; doubles with each further attempt
 * @param backoffMax longest wait between attempts
 * @param markerTtl how long an ended task is remembered for idempotency
 * @param dispatchDelayTarget wait of a grant for a worker up to which a dispatch window grows
 * @param initialWindow granted-but-unstarted tasks per role that a slot allows itself at first
 * @param maxWindow the most it ever allows itself
 * @param defaultMaxBacklog tasks of a tenant that may wait at once, where its configuration says nothing
 * @param ageAfter how long a task waits in its queue before it counts as one tier up
 * @param defaultEstimateMicros what an attempt reserves of a budget where neither its submission nor earlier tasks of its lane tell
 * @param maxGrantsPerCommand grants made while processing one command; the rest follow with the next one
 * @param maxExpiriesPerCommand timers (leases, grants, back-offs) and markers ended while processing one command
 */
public record Policy(
        int defaultMaxAttempts,
        Duration startTimeout,
        Duration lease,
        Duration backoffBase,
        Duration backoffMax,
        Duration markerTtl,
        Duration dispatchDelayTarget,
        int initialWindow,
        int maxWindow,
        int defaultMaxBacklog,
        Duration ageAfter,
        long defaultEstimateMicros,
        int maxGrantsPerCommand,
        int maxExpiriesPerCommand) {

    public static final Policy DEFAULT = new Policy(
            3,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            16,
            4096,
            1_000_000,
            Duration.ofHours(6),
            10_000,
            256,
            1_000);
}
