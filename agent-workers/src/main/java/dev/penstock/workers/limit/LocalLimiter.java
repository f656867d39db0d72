package dev.penstock.workers.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Limits of this process alone: a share of each limit, for times when those of all processes cannot be reached. */
public final class LocalLimiter implements MinuteLimiter {
    /** Limits remembered before those that nothing counts against are dropped. */
    static final int TIDY_ABOVE = 10_000;

    private final Map<String, MinuteWindow> windows = new HashMap<>();
    private final DoubleSupplier share;
    private final LongSupplier millis;
    private long lastId;

    /**
     * @param share part of every limit, above 0 and up to 1
     * @param millis a clock in milliseconds
     */
    public LocalLimiter(DoubleSupplier share, LongSupplier millis) {
        this.share = share;
        this.millis = millis;
    }

    @Override
    public synchronized Answer reserve(List<Claim> claims, Duration hold) {
        long now = millis.getAsLong();
        tidy(now);
        String fullest = "";
        long wait = 0;
        for (Claim claim : claims) {
            long needed = window(claim).waitFor(claim.amount(), limit(claim), now);
            if (needed > wait) {
                wait = needed;
                fullest = claim.key();
            }
        }
        if (wait > 0) {
            return new Answer.Full(fullest, Duration.ofMillis(wait));
        }
        long id = ++lastId;
        for (Claim claim : claims) {
            window(claim).hold(id, claim.amount(), now + hold.toMillis());
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return new Answer.Reserved(used -> {
            if (open.getAndSet(false)) {
                settle(claims, id, used);
            }
        });
    }

    private synchronized void settle(List<Claim> claims, long id, List<Long> used) {
        long now = millis.getAsLong();
        for (int i = 0; i < claims.size(); i++) {
            window(claims.get(i)).settle(id, used.get(i), now);
        }
    }

    private long limit(Claim claim) {
        return Math.max(1, (long) (claim.limit() * share.getAsDouble()));
    }

    private MinuteWindow window(Claim claim) {
        return windows.computeIfAbsent(claim.key(), key -> new MinuteWindow());
    }

    private void tidy(long now) {
        if (windows.size() > TIDY_ABOVE) {
            windows.values().removeIf(window -> window.isEmpty(now));
        }
    }
}
