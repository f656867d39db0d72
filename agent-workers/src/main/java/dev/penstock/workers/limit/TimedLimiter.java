package dev.penstock.workers.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** Measures how long another limiter takes to answer, which is what limits add to a call. */
public final class TimedLimiter implements MinuteLimiter {
    private final MinuteLimiter limiter;
    private final Timer reserved;
    private final Timer full;

    public TimedLimiter(MinuteLimiter limiter, MeterRegistry meters) {
        this.limiter = limiter;
        this.reserved = timer("reserved", meters);
        this.full = timer("full", meters);
    }

    @Override
    public Answer reserve(List<Claim> claims, Duration hold) {
        long begun = System.nanoTime();
        Answer answer = limiter.reserve(claims, hold);
        Timer timer =
                switch (answer) {
                    case Answer.Reserved _ -> reserved;
                    case Answer.Full _ -> full;
                };
        timer.record(Duration.ofNanos(System.nanoTime() - begun));
        return answer;
    }

    @Override
    public void close() {
        limiter.close();
    }

    private static Timer timer(String answer, MeterRegistry meters) {
        return Timer.builder("penstock.workers.limits.latency")
                .description("What asking for leave under the limits adds to a call")
                .tag("answer", answer)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(1))
                .register(meters);
    }
}
