package dev.penstock.ingest.sse;

import dev.penstock.ingest.redis.RedisSubscription;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells clients that there may be more to show, over one Redis subscription of the process. A wake-up may be missed, so a client looks by itself from time to time. */
final class Wakeups {
    private final RedisSubscription subscription;
    private final Map<String, Set<Listener>> listeners = new ConcurrentHashMap<>();

    Wakeups(RedisSubscription subscription) {
        this.subscription = subscription;
        subscription.onMessage(this::wake);
    }

    /** One client's ear. */
    final class Listener implements AutoCloseable {
        private final String channel;
        private final Semaphore woken = new Semaphore(0);

        private Listener(String channel) {
            this.channel = channel;
        }

        /** Waits for a wake-up since the last call; false when there was none in {@code limit}. */
        boolean await(Duration limit) throws InterruptedException {
            boolean woke = woken.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
            woken.drainPermits();
            return woke;
        }

        private void wake() {
            if (woken.availablePermits() == 0) {
                woken.release();
            }
        }

        @Override
        public void close() {
            listeners.computeIfPresent(channel, (name, all) -> {
                all.remove(this);
                if (all.isEmpty()) {
                    subscription.remove(channel);
                    return null;
                }
                return all;
            });
        }
    }

    /** Listens for wake-ups on {@code channel} from now on. */
    Listener listen(String channel) {
        Listener listener = new Listener(channel);
        listeners.compute(listener.channel, (name, all) -> {
            Set<Listener> some = all == null ? ConcurrentHashMap.newKeySet() : all;
            if (some.isEmpty()) {
                subscription.add(name);
            }
            some.add(listener);
            return some;
        });
        return listener;
    }

    /** Whether wake-ups arrive at all now. */
    boolean working() {
        return subscription.connected();
    }

    /** Wakes everybody, for each to see what has changed. */
    void wakeAll() {
        new HashSet<>(listeners.keySet()).forEach(this::wake);
    }

    private void wake(String channel) {
        Set<Listener> some = listeners.get(channel);
        if (some != null) {
            some.forEach(Listener::wake);
        }
    }
}
