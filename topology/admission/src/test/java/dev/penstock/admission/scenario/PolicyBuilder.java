package dev.penstock.admission.scenario;

import dev.penstock.admission.Policy;
import java.time.Duration;

/** Words to change the engine's limits with. */
final class PolicyBuilder {
    private final Policy base;
    private int window;
    private int maxWindow;
    private int maxGrants;
    private int maxExpiries;
    private int maxQueuedHeld;
    private Duration ageAfter;
    private int precedence;
    private Policy.DeadLetters deadLetters;
    private Policy.Plans plans;

    PolicyBuilder(Policy base) {
        this.base = base;
        this.window = base.initialWindow();
        this.maxWindow = base.maxWindow();
        this.maxGrants = base.maxGrantsPerCommand();
        this.maxExpiries = base.maxExpiriesPerCommand();
        this.maxQueuedHeld = base.maxQueuedHeld();
        this.ageAfter = base.ageAfter();
        this.precedence = base.precedence();
        this.deadLetters = base.deadLetters();
        this.plans = base.plans();
    }

    PolicyBuilder window(int initial, int most) {
        window = initial;
        maxWindow = most;
        return this;
    }

    PolicyBuilder grantsPerCommand(int most) {
        maxGrants = most;
        return this;
    }

    PolicyBuilder expiriesPerCommand(int most) {
        maxExpiries = most;
        return this;
    }

    PolicyBuilder queuedHeld(int most) {
        maxQueuedHeld = most;
        return this;
    }

    PolicyBuilder agingAfter(Duration wait) {
        ageAfter = wait;
        return this;
    }

    PolicyBuilder precedence(int tasks) {
        precedence = tasks;
        return this;
    }

    PolicyBuilder deadLetters(Duration ttl, int most) {
        deadLetters = new Policy.DeadLetters(ttl, most);
        return this;
    }

    PolicyBuilder plans(int maxTasks, int maxDepth) {
        plans = new Policy.Plans(plans.role(), maxTasks, maxDepth);
        return this;
    }

    /** Attempts 3, start within 60 s, lease 30 s and at most 2 h, back-off from 10 s to 5 min, markers for 1 h, delay target 1 s. */
    Policy build() {
        return new Policy(
                3,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofHours(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                base.dispatchDelayTarget(),
                window,
                maxWindow,
                base.defaultMaxBacklog(),
                ageAfter,
                precedence,
                base.defaultEstimateMicros(),
                maxGrants,
                maxExpiries,
                maxQueuedHeld,
                deadLetters,
                plans);
    }
}
