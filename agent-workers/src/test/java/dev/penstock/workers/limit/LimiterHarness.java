package dev.penstock.workers.limit;

import dev.penstock.embedded.EmbeddedRedis;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the limiter over a Redis of its own: pairs of reserving and settling per second, and how long each of the two takes, with 1, 4, 16 and 64
 * callers, for calls that count against three limits. Run by hand: it is no test.
 *
 * <p>Arguments: seconds of each measurement (10), tenants (1000).
 */
public final class LimiterHarness {
    private static final Duration HOLD = Duration.ofMinutes(5);
    private static final List<Long> USED = List.of(900L, 900L, 1L);

    private LimiterHarness() {}

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        int tenants = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        Path dir = Files.createTempDirectory("penstock-limiter-");
        try (EmbeddedRedis redis = EmbeddedRedis.start(dir);
                RedisLimiter limiter = new RedisLimiter(URI.create(redis.url()))) {
            measure(limiter, 4, tenants, Duration.ofSeconds(seconds));
            System.out.printf(
                    "%8s %12s %12s %12s %12s %12s%n",
                    "callers", "pairs/s", "reserve p50", "reserve p99", "settle p50", "settle p99");
            for (int callers : new int[] {1, 4, 16, 64}) {
                System.out.printf("%8d %s%n", callers, measure(limiter, callers, tenants, Duration.ofSeconds(seconds)));
            }
        }
    }

    private static String measure(RedisLimiter limiter, int callers, int tenants, Duration time) throws Exception {
        List<Samples> samples = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long begun = System.nanoTime();
        long until = begun + time.toNanos();
        for (int i = 0; i < callers; i++) {
            Samples own = new Samples();
            samples.add(own);
            int first = i;
            threads.add(Thread.startVirtualThread(() -> {
                for (int call = first; System.nanoTime() < until; call += callers) {
                    own.pair(limiter, "tenant:t" + call % tenants + ":anthropic");
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long[] reserves = merged(samples.stream().map(each -> each.reserve).toList());
        long[] settles = merged(samples.stream().map(each -> each.settle).toList());
        return String.format(
                "%12.0f %9d us %9d us %9d us %9d us",
                reserves.length / seconds,
                micros(reserves, 0.5),
                micros(reserves, 0.99),
                micros(settles, 0.5),
                micros(settles, 0.99));
    }

    /** What one caller saw, in nanoseconds. */
    private static final class Samples {
        private final List<Long> reserve = new ArrayList<>();
        private final List<Long> settle = new ArrayList<>();

        void pair(RedisLimiter limiter, String tenant) {
            List<Claim> claims = List.of(
                    new Claim(tenant, 1_000_000_000L, 1_750),
                    new Claim("account:anthropic:tokens", 1_000_000_000_000L, 1_750),
                    new Claim("account:anthropic:calls", 1_000_000_000L, 1));
            long begun = System.nanoTime();
            MinuteLimiter.Answer answer = limiter.reserve(claims, HOLD);
            long reserved = System.nanoTime();
            if (!(answer instanceof MinuteLimiter.Answer.Reserved(MinuteLimiter.Reservation reservation))) {
                throw new IllegalStateException("Expected limits that are never reached");
            }
            reservation.settle(USED);
            reserve.add(reserved - begun);
            settle.add(System.nanoTime() - reserved);
        }
    }

    private static long[] merged(List<List<Long>> parts) {
        long[] all =
                parts.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        return all;
    }

    private static long micros(long[] sorted, double share) {
        int rank = Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1);
        return TimeUnit.NANOSECONDS.toMicros(sorted[rank]);
    }
}
