package dev.penstock.simulation.policy;

import dev.penstock.admission.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What of the engine's policy can be changed, under the names that the settings of the process have where it has them. */
enum EngineSetting {
    MAX_ATTEMPTS("max-attempts"),
    START_TIMEOUT("start-timeout"),
    LEASE("lease"),
    BACKOFF_BASE("backoff-base"),
    BACKOFF_MAX("backoff-max"),
    DISPATCH_DELAY_TARGET("dispatch-delay-target"),
    INITIAL_WINDOW("initial-window"),
    MAX_WINDOW("max-window"),
    DEFAULT_BACKLOG("default-backlog"),
    AGE_AFTER("age-after"),
    PRECEDENCE("precedence"),
    DEFAULT_ESTIMATE_MICROS("default-estimate-micros");

    private static final long LONGEST_MILLIS = Duration.ofDays(3_660).toMillis();
    private static final int MOST_ATTEMPTS = 1_000;
    private static final int WIDEST_WINDOW = 1_000_000;

    private final String key;

    EngineSetting(String key) {
        this.key = key;
    }

    static String names() {
        return Arrays.stream(values()).map(setting -> setting.key).collect(Collectors.joining(", "));
    }

    static EngineSetting named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(name))
                .findFirst()
                .orElseThrow(() -> new Settings.UnknownName("engine has " + names() + ", but not '" + name + "'"));
    }

    UnaryOperator<Policy> parse(String value) {
        return switch (this) {
            case START_TIMEOUT, LEASE, BACKOFF_BASE, BACKOFF_MAX, DISPATCH_DELAY_TARGET, AGE_AFTER -> {
                long millis = duration(value).toMillis();
                yield policy -> with(policy, millis);
            }
            case MAX_ATTEMPTS -> amount(value, 1, MOST_ATTEMPTS);
            case PRECEDENCE -> amount(value, 1, WIDEST_WINDOW);
            case INITIAL_WINDOW, MAX_WINDOW -> amount(value, 1, WIDEST_WINDOW);
            case DEFAULT_BACKLOG -> amount(value, 1, Integer.MAX_VALUE);
            case DEFAULT_ESTIMATE_MICROS -> amount(value, 1, Limits.MICROS);
        };
    }

    private UnaryOperator<Policy> amount(String value, long least, long most) {
        Amount amount = Amount.parse(value, least, most);
        return policy -> with(policy, amount.of(get(policy)));
    }

    private long get(Policy policy) {
        return switch (this) {
            case MAX_ATTEMPTS -> policy.defaultMaxAttempts();
            case START_TIMEOUT -> policy.startTimeout().toMillis();
            case LEASE -> policy.lease().toMillis();
            case BACKOFF_BASE -> policy.backoffBase().toMillis();
            case BACKOFF_MAX -> policy.backoffMax().toMillis();
            case DISPATCH_DELAY_TARGET -> policy.dispatchDelayTarget().toMillis();
            case INITIAL_WINDOW -> policy.initialWindow();
            case MAX_WINDOW -> policy.maxWindow();
            case DEFAULT_BACKLOG -> policy.defaultMaxBacklog();
            case AGE_AFTER -> policy.ageAfter().toMillis();
            case PRECEDENCE -> policy.precedence();
            case DEFAULT_ESTIMATE_MICROS -> policy.defaultEstimateMicros();
        };
    }

    private Policy with(Policy policy, long value) {
        return new Policy(
                (int) either(MAX_ATTEMPTS, policy, value),
                Duration.ofMillis(either(START_TIMEOUT, policy, value)),
                Duration.ofMillis(either(LEASE, policy, value)),
                longest(policy.maxLease(), Duration.ofMillis(either(LEASE, policy, value))),
                Duration.ofMillis(either(BACKOFF_BASE, policy, value)),
                Duration.ofMillis(either(BACKOFF_MAX, policy, value)),
                policy.markerTtl(),
                Duration.ofMillis(either(DISPATCH_DELAY_TARGET, policy, value)),
                (int) either(INITIAL_WINDOW, policy, value),
                (int) either(MAX_WINDOW, policy, value),
                (int) either(DEFAULT_BACKLOG, policy, value),
                Duration.ofMillis(either(AGE_AFTER, policy, value)),
                (int) either(PRECEDENCE, policy, value),
                either(DEFAULT_ESTIMATE_MICROS, policy, value),
                policy.maxGrantsPerCommand(),
                policy.maxExpiriesPerCommand(),
                policy.maxQueuedHeld(),
                policy.deadLetters(),
                policy.plans());
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The new value where this is the setting asked for, else the old one. */
    private long either(EngineSetting setting, Policy policy, long value) {
        return setting == this ? value : setting.get(policy);
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Durations.parse(text);
            if (duration.toMillis() >= 1 && duration.toMillis() <= LONGEST_MILLIS) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Durations.FORM, e);
        }
        throw new IllegalArgumentException(Durations.FORM);
    }
}
