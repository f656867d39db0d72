package dev.penstock.streams;

import dev.penstock.admission.Policy;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import java.time.Duration;

/** The engine's policy as the process is set to it. */
public final class EnginePolicy {
    private EnginePolicy() {}

    /** What no setting says is as in {@link Policy#DEFAULT}. */
    public static Policy of(Settings settings) {
        Policy policy = Policy.DEFAULT;
        Duration lease = settings.duration(SettingNames.LEASE, policy.lease());
        return new Policy(
                policy.defaultMaxAttempts(),
                settings.duration(SettingNames.START_TIMEOUT, policy.startTimeout()),
                lease,
                lease.compareTo(policy.maxLease()) > 0 ? lease : policy.maxLease(),
                policy.backoffBase(),
                policy.backoffMax(),
                policy.markerTtl(),
                settings.duration(SettingNames.DISPATCH_DELAY_TARGET, policy.dispatchDelayTarget()),
                policy.initialWindow(),
                policy.maxWindow(),
                policy.defaultMaxBacklog(),
                settings.duration(SettingNames.AGE_AFTER, policy.ageAfter()),
                settings.number(SettingNames.PRECEDENCE, policy.precedence()),
                policy.defaultEstimateMicros(),
                policy.maxGrantsPerCommand(),
                policy.maxExpiriesPerCommand(),
                policy.maxQueuedHeld(),
                new Policy.DeadLetters(
                        settings.duration(
                                SettingNames.DEAD_LETTER_TTL,
                                policy.deadLetters().ttl()),
                        policy.deadLetters().max()),
                policy.plans());
    }
}
