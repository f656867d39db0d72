package dev.penstock.workers.execution;

import static dev.penstock.workers.execution.RoutedWorld.CLAUDE;
import static dev.penstock.workers.execution.RoutedWorld.answers;
import static dev.penstock.workers.execution.RoutedWorld.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.routing.Choice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Choice.None USED_UP = new Choice.None("tenant_tokens_used_up", "", Duration.ofMillis(1), true);
    private static final Choice.None FAILED = new Choice.None("failed", "", null, false);

    private final List<String> slot = new ArrayList<>();
    private final Place place = new Place() {
        @Override
        public void leave() {
            slot.add("left");
        }

        @Override
        public void retake() {
            slot.add("retaken");
        }
    };

    @Test
    void shouldWaitForTokensWithoutASlotAndThenRun() throws Exception {
        RoutedWorld world = saturated(Duration.ofSeconds(75));

        assertThat(world.run("acme", Tier.TIER_NORMAL)).isInstanceOf(Outcome.Success.class);
        assertThat(world.waited).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
        assertThat(slot).containsExactly("left", "retaken");
        assertThat(world.asked).hasSize(2);
    }

    @Test
    void shouldGoBackUnspentWhenItTakesTooLong() throws Exception {
        RoutedWorld world = saturated(Duration.ofSeconds(20));

        assertThat(world.run("acme", Tier.TIER_NORMAL))
                .isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.delay())
                        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(50)));
        assertThat(world.waited).isEqualTo(Duration.ofSeconds(20));
        assertThat(slot).containsExactly("left", "retaken");
    }

    @Test
    void shouldNotWaitLongerThanTheAttemptMayLast() throws Exception {
        RoutedWorld world = saturated(Duration.ofSeconds(75));

        assertThat(world.run(Dispatches.of("acme", "copywriter", "a")
                        .setAttemptTimeoutMillis(30_000)
                        .build()))
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(world.waited).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void shouldWaitForAProviderThatIsRateLimitedForAMoment() throws Exception {
        RoutedWorld world = new RoutedWorld(Duration.ofSeconds(10));
        world.chain = List.of(CLAUDE);
        boolean[] limited = {true};
        world.scripts.put(CLAUDE, (request, answer) -> {
            boolean now = limited[0];
            limited[0] = false;
            return (now ? fails(FailureKind.RATE_LIMITED, Duration.ofSeconds(3)) : answers("done", 10))
                    .answer(request, answer);
        });

        assertThat(world.run())
                .as("goes back at once, with its reason, for it has called in vain")
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(world.run()).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void shouldServeALineInOrderAndLetItsFirstAskAlone() throws Exception {
        Waiting waiting = new Waiting(new SimpleMeterRegistry());
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger asking = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    waiting.await("a", USED_UP, Duration.ofMinutes(1), Place.OWN, () -> {
                        asked.countDown();
                        assertThat(asking.incrementAndGet()).isEqualTo(1);
                        asking.decrementAndGet();
                        if (open.getCount() > 0) {
                            return USED_UP;
                        }
                        served.add(number);
                        return FAILED;
                    });
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            while (i == 0 ? asked.getCount() > 0 : waiting.behind("a") < i) {
                Thread.onSpinWait();
            }
        }
        open.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(served).hasSize(50).isSorted();
        assertThat(waiting.isBusy("a")).isFalse();
    }

    @Test
    void shouldWaitWithinItsSlotWhenTooManyWaitWithout() throws Exception {
        Waiting waiting = new Waiting(new SimpleMeterRegistry());
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i <= Waiting.MAX; i++) {
            String line = "line " + i;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    waiting.await(line, USED_UP, Duration.ofMinutes(1), counting(left), () -> {
                        awaitQuietly(end);
                        return FAILED;
                    });
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            while (waiting.length(line) == 0) {
                Thread.onSpinWait();
            }
        }

        assertThat(left).hasValue(Waiting.MAX);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(left).hasValue(0);
    }

    /** A tenant has just used up its minute. */
    private RoutedWorld saturated(Duration patience) throws InterruptedException {
        RoutedWorld world = new RoutedWorld(patience);
        world.place = place;
        world.chain = List.of(CLAUDE);
        world.tenantTokens.put("acme", 10_000L);
        world.scripts.put(CLAUDE, answers("done", 9_500));
        assertThat(world.run("acme", Tier.TIER_NORMAL)).isInstanceOf(Outcome.Success.class);
        return world;
    }

    private static Place counting(AtomicInteger left) {
        return new Place() {
            @Override
            public void leave() {
                left.incrementAndGet();
            }

            @Override
            public void retake() {
                left.decrementAndGet();
            }
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
