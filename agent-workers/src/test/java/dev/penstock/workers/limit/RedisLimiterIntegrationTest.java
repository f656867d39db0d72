package dev.penstock.workers.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.workers.limit.MinuteLimiter.Answer;
import dev.penstock.workers.limit.MinuteLimiter.Reservation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class RedisLimiterIntegrationTest {
    private static final URI REDIS = URI.create(EmbeddedStack.shared().redisUrl());
    private static final Duration HOLD = Duration.ofMinutes(5);

    private final String key = "test-" + UUID.randomUUID();
    private final RedisLimiter limiter = new RedisLimiter(REDIS);
    private final RedisLimiter another = new RedisLimiter(REDIS);

    @AfterEach
    void close() {
        limiter.close();
        another.close();
    }

    @Test
    void shouldShareALimitAmongProcesses() {
        Reservation first = reserved(limiter, claim(key, 100, 60));
        Answer.Full full = full(another, claim(key, 100, 60));
        assertThat(full.key()).isEqualTo(key);
        assertThat(full.delay()).isEqualTo(Duration.ofMillis(MinuteWindow.HELD_WAIT_MILLIS));

        first.settle(List.of(30L));
        first.settle(List.of(70L));

        reserved(another, claim(key, 100, 70));
    }

    @Test
    void shouldTellWhenThereWillBeEnough() {
        reserved(limiter, claim(key, 100, 90)).settle(List.of(80L));

        assertThat(full(limiter, claim(key, 100, 40)).delay())
                .isBetween(Duration.ofSeconds(58), Duration.ofSeconds(61));
    }

    @Test
    void shouldReserveOfAllLimitsOrOfNone() {
        reserved(limiter, claim(key + "-narrow", 10, 10));

        assertThat(full(limiter, claim(key, 100, 50), claim(key + "-narrow", 10, 1))
                        .key())
                .isEqualTo(key + "-narrow");
        reserved(limiter, claim(key, 100, 100));
    }

    @Test
    void shouldCountAsUsedWhatItsProcessNeverSettled() {
        limiter.reserve(List.of(claim(key, 100, 90)), Duration.ofMillis(20));

        Await.until(
                "the reservation's end",
                Duration.ofSeconds(10),
                () -> full(limiter, claim(key, 100, 40)).delay().toSeconds() > 50);
    }

    @Test
    void shouldLetExactlyTheLimitThroughHoweverManyAskAtOnce() throws Exception {
        AtomicInteger reserved = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            MinuteLimiter asked = i % 2 == 0 ? limiter : another;
            callers.add(Thread.startVirtualThread(() -> {
                if (asked.reserve(List.of(claim(key, 100, 1)), HOLD) instanceof Answer.Reserved) {
                    reserved.incrementAndGet();
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(reserved).hasValue(100);
    }

    @Test
    void shouldGoOnAfterRedisForgotItsScripts() {
        reserved(limiter, claim(key, 100, 60));
        try (Jedis redis = new Jedis(REDIS)) {
            redis.scriptFlush();
        }

        full(limiter, claim(key, 100, 60));
    }

    @Test
    void shouldForgetLimitsThatNobodyUses() {
        reserved(limiter, claim(key, 100, 60)).settle(List.of(30L));
        try (Jedis redis = new Jedis(REDIS)) {
            assertThat(redis.keys("penstock:minute:" + key + "*"))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(redis.pttl(name)).isPositive());
        }
    }

    @Test
    void shouldKeepToItsShareWhileRedisIsAway() {
        AtomicLong nanos = new AtomicLong();
        RedisLimiter nobody = new RedisLimiter(URI.create("redis://127.0.0.1:1"));
        try (GuardedLimiter guarded =
                new GuardedLimiter(nobody, new LocalLimiter(() -> 0.25, System::currentTimeMillis), nanos::get)) {
            reserved(guarded, claim(key, 100, 25));

            assertThat(guarded.isAlone()).isTrue();
            full(guarded, claim(key, 100, 1));
            nanos.addAndGet(GuardedLimiter.PAUSE.toNanos());
            full(guarded, claim(key, 100, 1));
            assertThat(guarded.isAlone()).isTrue();
        }
    }

    @Test
    void shouldShareAgainOnceRedisIsBack() {
        AtomicLong nanos = new AtomicLong();
        boolean[] away = {true};
        MinuteLimiter shared = (claims, hold) -> {
            if (away[0]) {
                throw new redis.clients.jedis.exceptions.JedisConnectionException("away");
            }
            return limiter.reserve(claims, hold);
        };
        GuardedLimiter guarded = new GuardedLimiter(shared, (claims, hold) -> new Answer.Full(key, HOLD), nanos::get);
        full(guarded, claim(key, 100, 60));
        away[0] = false;
        full(guarded, claim(key, 100, 60));
        nanos.addAndGet(GuardedLimiter.PAUSE.toNanos());

        reserved(guarded, claim(key, 100, 60));
        assertThat(guarded.isAlone()).isFalse();
    }

    private static Reservation reserved(MinuteLimiter limiter, Claim... claims) {
        Answer answer = limiter.reserve(List.of(claims), HOLD);
        assertThat(answer).isInstanceOf(Answer.Reserved.class);
        return ((Answer.Reserved) answer).reservation();
    }

    private static Answer.Full full(MinuteLimiter limiter, Claim... claims) {
        Answer answer = limiter.reserve(List.of(claims), HOLD);
        assertThat(answer).isInstanceOf(Answer.Full.class);
        return (Answer.Full) answer;
    }

    private static Claim claim(String key, long limit, long amount) {
        return new Claim(key, limit, amount);
    }
}
