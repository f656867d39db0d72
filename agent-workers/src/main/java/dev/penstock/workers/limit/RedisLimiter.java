package dev.penstock.workers.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Limits of all processes together, in Redis and by its clock. A reservation is one script, so it is all or nothing however many workers ask at
 * once. Throws {@link JedisException} when Redis does not answer.
 */
public final class RedisLimiter implements MinuteLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLimiter.class);
    private static final String PREFIX = "penstock:minute:";

    /** Calls that ask at once; more wait for each other, for a script takes some 50 microseconds. */
    private static final int CONNECTIONS = 16;

    private static final int TIMEOUT_MILLIS = 500;

    /** For a connection, while Redis answers: some thousand callers before it. */
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(2);

    private final JedisPooled redis;
    private final Script reserve;
    private final Script settle;

    public RedisLimiter(URI url) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        // In their order and patiently: who is kept waiting by others must not take Redis for gone.
        pool.setFairness(true);
        pool.setMaxWait(LONGEST_QUEUE);
        pool.setJmxEnabled(false);
        redis = new JedisPooled(
                JedisURIHelper.getHostAndPort(url),
                DefaultJedisClientConfig.builder(url)
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .build(),
                pool);
        reserve = new Script("reserve.lua");
        settle = new Script("settle.lua");
    }

    @Override
    public Answer reserve(List<Claim> claims, Duration hold) {
        String id = UUID.randomUUID().toString();
        List<String> arguments = new ArrayList<>(List.of(
                id,
                Long.toString(hold.toMillis()),
                Integer.toString(MinuteWindow.SECONDS),
                Long.toString(MinuteWindow.HELD_WAIT_MILLIS)));
        for (Claim claim : claims) {
            arguments.add(Long.toString(claim.limit()));
            arguments.add(Long.toString(claim.amount()));
        }
        List<?> answer = (List<?>) reserve.run(keys(claims), arguments);
        long wait = (Long) answer.getFirst();
        if (wait > 0) {
            int fullest = Math.toIntExact((Long) answer.get(1));
            return new Answer.Full(claims.get(fullest - 1).key(), Duration.ofMillis(wait));
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return new Answer.Reserved(used -> {
            if (open.getAndSet(false)) {
                settle(claims, id, used);
            }
        });
    }

    @Override
    public void close() {
        redis.close();
    }

    private void settle(List<Claim> claims, String id, List<Long> used) {
        List<String> arguments = new ArrayList<>(List.of(id, Long.toString(2_000L * MinuteWindow.SECONDS)));
        for (int i = 0; i < claims.size(); i++) {
            arguments.add(Long.toString(claims.get(i).amount()));
            arguments.add(Long.toString(used.get(i)));
        }
        try {
            settle.run(keys(claims), arguments);
        } catch (JedisException e) {
            // The reservation ends by itself, and counts as used then.
            LOG.warn("Could not tell Redis what a call used: {}", e.getMessage());
        }
    }

    private static List<String> keys(List<Claim> claims) {
        List<String> keys = new ArrayList<>(2 * claims.size());
        for (Claim claim : claims) {
            keys.add(PREFIX + claim.key());
            keys.add(PREFIX + claim.key() + ":held");
        }
        return keys;
    }

    /** A script by its hash, loaded anew where Redis has forgotten it. */
    private final class Script {
        private final String text;
        private volatile String hash = "";

        Script(String file) {
            try (InputStream in = Objects.requireNonNull(RedisLimiter.class.getResourceAsStream(file), file)) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
        }

        Object run(List<String> keys, List<String> arguments) {
            if (hash.isEmpty()) {
                hash = redis.scriptLoad(text, "");
            }
            try {
                return redis.evalsha(hash, keys, arguments);
            } catch (JedisNoScriptException e) {
                hash = redis.scriptLoad(text, "");
                return redis.evalsha(hash, keys, arguments);
            }
        }
    }
}
