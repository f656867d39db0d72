package dev.penstock.ingest.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection subscribed to whatever channels are wanted at a time. When it breaks, or gives no sign of life, another takes its place. Being
 * subscribed counts as a message too, so that nothing is missed between asking and being subscribed.
 */
public final class RedisSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSubscription.class);

    /** Keeps the connection subscribed to something; nobody publishes here. */
    private static final String BASE = "penstock:api:base";

    private static final long PAUSE_MILLIS = 500;
    private static final long PING_MILLIS = 5_000;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final RedisAddress address;
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();

    /** Guards writing to the connection, which several threads do. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Thread reader =
            Thread.ofPlatform().daemon().name("api-redis-subscription").unstarted(this::run);
    private final Thread pinger = Thread.ofVirtual().name("api-redis-ping").unstarted(this::ping);
    private volatile Consumer<String> listener = channel -> {};
    private volatile @Nullable Connection connection;
    private @Nullable Channels ready;
    private volatile long heardNanos;
    private volatile boolean closed;

    public RedisSubscription(RedisAddress address) {
        this.address = address;
    }

    private final class Channels extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int subscribed) {
            heardNanos = System.nanoTime();
            if (channel.equals(BASE)) {
                opened(this);
            } else {
                listener.accept(channel);
            }
        }

        @Override
        public void onMessage(String channel, String message) {
            heardNanos = System.nanoTime();
            listener.accept(channel);
        }

        @Override
        public void onPong(String pattern) {
            heardNanos = System.nanoTime();
        }
    }

    /** Whom to tell the channel of each message. It must be quick and must not throw. */
    public void onMessage(Consumer<String> quick) {
        listener = quick;
    }

    public void start() {
        reader.start();
        pinger.start();
    }

    public void add(String channel) {
        wanted.add(channel);
        send(channels -> channels.subscribe(channel));
    }

    public void remove(String channel) {
        wanted.remove(channel);
        send(channels -> channels.unsubscribe(channel));
    }

    /** Whether messages arrive now. */
    public boolean connected() {
        return connection != null && System.nanoTime() - heardNanos < SILENT_NANOS;
    }

    /** Sends when connected; otherwise what is wanted is subscribed to once it is. */
    private void send(Consumer<JedisPubSub> command) {
        lock.lock();
        try {
            if (ready != null) {
                command.accept(ready);
            }
        } catch (JedisException e) {
            LOG.debug("The subscription is broken: {}", e.toString());
            breakOff();
        } finally {
            lock.unlock();
        }
    }

    private void opened(Channels channels) {
        lock.lock();
        try {
            ready = channels;
            String[] names = wanted.toArray(String[]::new);
            if (names.length > 0) {
                channels.subscribe(names);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                try (Connection current = address.connect()) {
                    heardNanos = System.nanoTime();
                    connection = current;
                    new Channels().proceed(current, BASE);
                } catch (JedisException e) {
                    if (!closed) {
                        LOG.warn("The subscription to Redis broke, trying again: {}", e.toString());
                    }
                }
                closedOff();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closedOff() {
        lock.lock();
        try {
            ready = null;
            connection = null;
        } finally {
            lock.unlock();
        }
    }

    private void ping() {
        try {
            while (!closed) {
                Thread.sleep(PING_MILLIS);
                if (System.nanoTime() - heardNanos > SILENT_NANOS) {
                    breakOff();
                } else {
                    send(JedisPubSub::ping);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the reader notice that the connection is of no use. */
    private void breakOff() {
        Connection current = connection;
        if (current != null) {
            try {
                current.forceDisconnect();
            } catch (java.io.IOException e) {
                LOG.debug("A broken connection did not close: {}", e.toString());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        pinger.interrupt();
        breakOff();
    }
}
