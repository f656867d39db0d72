package dev.penstock.workers.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What counts against one limit: what is reserved, and what was used within the last minute, by seconds. For one thread at a time. */
final class MinuteWindow {
    /** Seconds that count besides the current one: a minute, whenever within its second something was used. */
    static final int SECONDS = 60;

    /** How long to wait when calls under way have reserved all there is: nobody knows when they end. */
    static final long HELD_WAIT_MILLIS = 1_000;

    private static final long SECOND = 1_000;

    private record Used(long second, long amount) {}

    private record Held(long amount, long untilMillis) {}

    private final Deque<Used> used = new ArrayDeque<>();
    private final Map<Long, Held> held = new HashMap<>();
    private long usedSum;
    private long heldSum;

    /** Milliseconds until an amount fits in; 0 for now. */
    long waitFor(long amount, long limit, long nowMillis) {
        forget(nowMillis);
        long missing = amount - (limit - heldSum - usedSum);
        if (missing <= 0 || heldSum + usedSum == 0) {
            return 0;
        }
        for (Used each : used) {
            missing -= each.amount();
            if (missing <= 0) {
                return (each.second() + SECONDS + 1) * SECOND - nowMillis;
            }
        }
        return HELD_WAIT_MILLIS;
    }

    void hold(long id, long amount, long untilMillis) {
        held.put(id, new Held(amount, untilMillis));
        heldSum += amount;
    }

    /** Nothing is held any more by what had expired: it was counted then. */
    void settle(long id, long amount, long nowMillis) {
        Held reserved = held.remove(id);
        if (reserved != null) {
            heldSum -= reserved.amount();
            count(amount, nowMillis);
        }
    }

    boolean isEmpty(long nowMillis) {
        forget(nowMillis);
        return used.isEmpty() && held.isEmpty();
    }

    private void count(long amount, long nowMillis) {
        long second = nowMillis / SECOND;
        Used last = used.peekLast();
        if (amount == 0) {
            return;
        }
        if (last != null && last.second() >= second) {
            used.removeLast();
            used.addLast(new Used(last.second(), last.amount() + amount));
        } else {
            used.addLast(new Used(second, amount));
        }
        usedSum += amount;
    }

    private void forget(long nowMillis) {
        long oldest = nowMillis / SECOND - SECONDS;
        for (Used first = used.peekFirst(); first != null && first.second() < oldest; first = used.peekFirst()) {
            used.removeFirst();
            usedSum -= first.amount();
        }
        held.values().removeIf(each -> {
            boolean lost = each.untilMillis() <= nowMillis;
            if (lost) {
                heldSum -= each.amount();
                count(each.amount(), nowMillis);
            }
            return lost;
        });
    }
}
