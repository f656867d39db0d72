package dev.penstock.simulator;

import java.util.List;

/** What {@code PUT /_sim/config} sets: the latency of all calls and the fault rules, first match first. */
public record Behaviour(Latency latency, List<FaultRule> rules) {
    public Behaviour {
        rules = List.copyOf(rules);
    }
}
