package dev.penstock.ingest.redis;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.net.URI;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.util.JedisURIHelper;

/** Where Redis is ({@code penstock.redis.url}) and how long to wait for it. */
public final class RedisAddress {
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 1_000;

    private final HostAndPort host;
    private final JedisClientConfig config;

    public RedisAddress(Settings settings) {
        String url = settings.text(SettingNames.REDIS_URL);
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "The setting " + SettingNames.REDIS_URL + " is not a URL such as redis://localhost:6379.", e);
        }
        if (!JedisURIHelper.isValid(uri)) {
            throw new SettingsException(
                    "The setting " + SettingNames.REDIS_URL + " is not a URL such as redis://localhost:6379.");
        }
        host = JedisURIHelper.getHostAndPort(uri);
        config = DefaultJedisClientConfig.builder(uri)
                .connectionTimeoutMillis(CONNECT_MILLIS)
                .socketTimeoutMillis(ANSWER_MILLIS)
                .clientName("penstock-api")
                .build();
    }

    /** A connection of the caller's own, connected. */
    Connection connect() {
        return new Connection(host, config);
    }
}
