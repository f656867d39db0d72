package dev.penstock.workers.limit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** The limits of all processes while they can be reached, and this process's share of them while they cannot: never none. */
public final class GuardedLimiter implements MinuteLimiter {
    /** How long Redis is left alone after it did not answer. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(GuardedLimiter.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final MinuteLimiter shared;
    private final MinuteLimiter own;
    private final LongSupplier nanos;
    private final AtomicLong failedAt = new AtomicLong(NEVER);

    /** @param nanos a monotonic clock, in nanoseconds */
    public GuardedLimiter(MinuteLimiter shared, MinuteLimiter own, LongSupplier nanos) {
        this.shared = shared;
        this.own = own;
        this.nanos = nanos;
    }

    @Override
    public Answer reserve(List<Claim> claims, Duration hold) {
        long failed = failedAt.get();
        if (failed != NEVER && nanos.getAsLong() - failed < PAUSE.toNanos()) {
            return own.reserve(claims, hold);
        }
        try {
            Answer answer = shared.reserve(claims, hold);
            if (failed != NEVER && failedAt.compareAndSet(failed, NEVER)) {
                LOG.info("Limits are shared by all workers again");
            }
            return answer;
        } catch (JedisException e) {
            if (failedAt.getAndSet(nanos.getAsLong()) == NEVER) {
                LOG.warn(
                        "Redis does not answer, so this worker keeps to its own share of all limits, and asks again in {} s: {}",
                        TimeUnit.NANOSECONDS.toSeconds(PAUSE.toNanos()),
                        e.getMessage());
            }
            return own.reserve(claims, hold);
        }
    }

    /** Whether this process is on its own now. */
    public boolean isAlone() {
        return failedAt.get() != NEVER;
    }

    @Override
    public void close() {
        shared.close();
        own.close();
    }
}
