package dev.penstock.simulation.world;

import dev.penstock.admission.Policy;
import java.time.Duration;

/** The engine's limits in a simulation: the defaults, except for what a simulation cannot afford. */
public final class SimulatedPolicy {
    /** No worker of the simulation dies, so its leases need no heartbeats: one lease outlives every attempt. */
    private static final Duration LEASE = Duration.ofHours(6);

    /** No submission of the simulation comes twice, so remembering ended tasks for a day would only fill memory. */
    private static final Duration MARKER_TTL = Duration.ofSeconds(10);

    private SimulatedPolicy() {}

    public static Policy policy() {
        Policy base = Policy.DEFAULT;
        return new Policy(
                base.defaultMaxAttempts(),
                base.startTimeout(),
                LEASE,
                base.maxLease(),
                base.backoffBase(),
                base.backoffMax(),
                MARKER_TTL,
                base.dispatchDelayTarget(),
                base.initialWindow(),
                base.maxWindow(),
                base.defaultMaxBacklog(),
                base.ageAfter(),
                base.precedence(),
                base.defaultEstimateMicros(),
                base.maxGrantsPerCommand(),
                base.maxExpiriesPerCommand(),
                base.maxQueuedHeld(),
                new Policy.DeadLetters(MARKER_TTL, 1),
                base.plans());
    }
}
