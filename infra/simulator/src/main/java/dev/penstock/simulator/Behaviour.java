package dev.penstock.simulator;

import java.util.List;

/**
 * What {@code PUT /_sim/config} sets.
 *
 * @param latency of all calls for which no rule says otherwise
 * @param rules first match first
 * @param limits first match first
 */
public record Behaviour(Latency latency, List<FaultRule> rules, List<RateLimit> limits) {
    public Behaviour {
        rules = List.copyOf(rules);
        limits = List.copyOf(limits);
    }

    /** One without limits. */
    public Behaviour(Latency latency, List<FaultRule> rules) {
        this(latency, rules, List.of());
    }

    public Behaviour withLatency(Latency other) {
        return new Behaviour(other, rules, limits);
    }

    public Behaviour withRules(List<FaultRule> other) {
        return new Behaviour(latency, other, limits);
    }

    public Behaviour withLimits(List<RateLimit> other) {
        return new Behaviour(latency, rules, other);
    }
}
