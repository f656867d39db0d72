package dev.penstock.workers.routing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What stands before calls of one model, or of one account. It shuts when too many calls fail, lets one through now and then to see, and opens when that
 * one goes well. Besides, it may be told to stay shut for a while, as after a rate limit.
 */
final class Gate {
    /** How a gate judges. Its waits double each time that the call which was let through to see fails, up to a limit. */
    record Rule(int calls, int leastCalls, int failurePercent, Duration firstWait, Duration longestWait) {
        private static final double DOUBLING = 2;

        IntervalFunction waits() {
            return IntervalFunction.ofExponentialBackoff(firstWait, DOUBLING, longestWait);
        }
    }

    private static final Duration LEAST_WAIT = Duration.ofMillis(500);
    private static final RuntimeException FAILED = new IllegalStateException("The call failed");

    private final CircuitBreaker breaker;
    private final IntervalFunction waits;
    private final Duration firstWait;
    private final Clock clock;
    private volatile long shutUntil;
    private volatile long openedAt;
    private volatile int opened;

    /** @param told is run with the new state each time that it shuts or opens */
    Gate(String name, Rule rule, Clock clock, Runnable told) {
        this.clock = clock;
        this.waits = rule.waits();
        this.firstWait = rule.firstWait();
        breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(rule.calls())
                        .minimumNumberOfCalls(rule.leastCalls())
                        .failureRateThreshold(rule.failurePercent())
                        .waitIntervalFunctionInOpenState(waits)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case OPEN, FORCED_OPEN -> {
                    openedAt = clock.millis();
                    opened++;
                }
                case CLOSED -> opened = 0;
                default -> {
                    return;
                }
            }
            told.run();
        });
    }

    boolean isShut() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    /** How long it was told to stay shut from now on; zero for not at all. */
    Duration cooling() {
        return Duration.ofMillis(Math.max(0, shutUntil - clock.millis()));
    }

    void cool(Duration time) {
        shutUntil = Math.max(shutUntil, clock.millis() + time.toMillis());
    }

    /** Whether a call may be made; if so it has to be told to {@link #ended} or {@link #notMade}. */
    boolean enter() {
        return breaker.tryAcquirePermission();
    }

    /** Until it may be worth while to ask again, when it is shut. */
    Duration waitNow() {
        if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
            // The call that is to show whether it is well again may take its time.
            return firstWait;
        }
        long left = openedAt + waits.apply(Math.max(1, opened)) - clock.millis();
        return left < LEAST_WAIT.toMillis() ? LEAST_WAIT : Duration.ofMillis(left);
    }

    void ended(boolean well) {
        if (well) {
            breaker.onSuccess(0, TimeUnit.MILLISECONDS);
        } else {
            breaker.onError(0, TimeUnit.MILLISECONDS, FAILED);
        }
    }

    void notMade() {
        breaker.releasePermission();
    }
}
