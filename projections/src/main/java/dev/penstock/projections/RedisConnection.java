package dev.penstock.projections;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/** One target's connection to Redis, made when it is first needed and again after a failure. For one thread. */
final class RedisConnection implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI url;
    private @Nullable Jedis open;

    RedisConnection(URI url) {
        this.url = url;
    }

    /** Leaves the old connection and makes a new one. */
    Jedis renew() {
        close();
        return get();
    }

    Jedis get() {
        Jedis connection = open;
        if (connection == null) {
            connection = new Jedis(
                    url,
                    DefaultJedisClientConfig.builder()
                            .connectionTimeoutMillis((int) TIMEOUT.toMillis())
                            .socketTimeoutMillis((int) TIMEOUT.toMillis())
                            .build());
            open = connection;
        }
        return connection;
    }

    @Override
    public void close() {
        Jedis connection = open;
        open = null;
        if (connection != null) {
            connection.close();
        }
    }
}
