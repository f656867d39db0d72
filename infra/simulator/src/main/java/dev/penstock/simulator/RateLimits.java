package dev.penstock.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds each key to its limits within any minute. A call counts from when it began with all that it will use, whatever becomes of it; one that is refused counts for
 * nothing.
 */
final class RateLimits {
    static final long WINDOW_MILLIS = 60_000;

    /** Keys that are remembered; all are forgotten when there are more. */
    private static final int MAX_KEYS = 20_000;

    private final Map<String, Deque<Use>> uses = new HashMap<>();
    private List<RateLimit> limits = List.of();

    private record Use(long atMillis, int tokens) {}

    /**
     * What is left of a limit.
     *
     * @param limit 0 for none
     * @param resetMillis until all of it is there again
     */
    record Budget(long limit, long left, long resetMillis) {}

    /**
     * How a key stands.
     *
     * @param waitMillis until a call that is refused may be made; 0 when it is not refused
     */
    record State(Budget requests, Budget tokens, long atMillis, long waitMillis) {}

    synchronized void replace(List<RateLimit> next) {
        limits = List.copyOf(next);
        uses.clear();
    }

    /** Null where no limit holds. */
    synchronized @Nullable State admit(String provider, String key, int tokens, long nowMillis) {
        RateLimit limit = limits.stream()
                .filter(each -> each.matches(provider, key))
                .findFirst()
                .orElse(null);
        if (limit == null) {
            return null;
        }
        if (uses.size() >= MAX_KEYS) {
            uses.clear();
        }
        Deque<Use> recent = uses.computeIfAbsent(provider + "|" + key, name -> new ArrayDeque<>());
        while (!recent.isEmpty() && recent.getFirst().atMillis() <= nowMillis - WINDOW_MILLIS) {
            recent.removeFirst();
        }
        long wait = wait(limit, recent, tokens, nowMillis);
        if (wait == 0) {
            recent.addLast(new Use(nowMillis, tokens));
        }
        long used = recent.stream().mapToLong(Use::tokens).sum();
        long reset = recent.isEmpty() ? 0 : recent.getLast().atMillis() + WINDOW_MILLIS - nowMillis;
        return new State(
                budget(limit.requests(), recent.size(), reset), budget(limit.tokens(), used, reset), nowMillis, wait);
    }

    private static Budget budget(long limit, long used, long reset) {
        return new Budget(limit, Math.max(0, limit - used), limit == 0 ? 0 : reset);
    }

    /** A call that is larger than the limit itself is let through when nothing else runs. */
    private static long wait(RateLimit limit, Deque<Use> recent, int tokens, long nowMillis) {
        long used = recent.stream().mapToLong(Use::tokens).sum();
        int calls = recent.size();
        for (Use use : recent) {
            boolean fits = (limit.requests() == 0 || calls < limit.requests())
                    && (limit.tokens() == 0 || used + tokens <= limit.tokens());
            if (fits) {
                return Math.max(0, wait(recent, calls, nowMillis));
            }
            used -= use.tokens();
            calls--;
        }
        return recent.isEmpty() ? 0 : wait(recent, 0, nowMillis);
    }

    /** Until only the latest so many of the calls are within the window. */
    private static long wait(Deque<Use> recent, int calls, long nowMillis) {
        int leaving = recent.size() - calls;
        if (leaving == 0) {
            return 0;
        }
        Use last = recent.stream().skip(leaving - 1L).findFirst().orElseThrow();
        return Math.max(1, last.atMillis() + WINDOW_MILLIS - nowMillis);
    }
}
