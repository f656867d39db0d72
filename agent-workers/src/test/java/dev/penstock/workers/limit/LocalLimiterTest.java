package dev.penstock.workers.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.workers.limit.MinuteLimiter.Answer;
import dev.penstock.workers.limit.MinuteLimiter.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LocalLimiterTest {
    private static final Duration HOLD = Duration.ofMinutes(5);

    private long millis = 1_790_000_000_000L;
    private double share = 1;
    private final LocalLimiter limiter = new LocalLimiter(() -> share, () -> millis);

    @Test
    void shouldReserveUpToTheLimitAndNoFurther() {
        reserved(claim("a", 100, 60));

        assertThat(limiter.reserve(List.of(claim("a", 100, 41)), HOLD)).isInstanceOf(Answer.Full.class);
        reserved(claim("a", 100, 40));
    }

    @Test
    void shouldCountWhatWasUsedForAMinuteFromItsEnd() {
        Reservation first = reserved(claim("a", 100, 60));
        millis += 10_000;
        first.settle(List.of(90L));
        millis += 30_000;

        Answer.Full full = full(claim("a", 100, 20));
        assertThat(full.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));

        millis += full.delay().toMillis() - 1;
        full(claim("a", 100, 20));
        millis += 1;
        reserved(claim("a", 100, 100));
    }

    @Test
    void shouldGiveBackWhatWasNotUsed() {
        Reservation first = reserved(claim("a", 100, 100));
        first.settle(List.of(0L));
        first.settle(List.of(100L));

        reserved(claim("a", 100, 100));
    }

    @Test
    void shouldReserveOfAllLimitsOrOfNone() {
        reserved(claim("narrow", 10, 10));

        assertThat(full(claim("wide", 100, 50), claim("narrow", 10, 1)).key()).isEqualTo("narrow");
        reserved(claim("wide", 100, 100));
    }

    @Test
    void shouldLetThroughAloneWhatIsAboveItsLimit() {
        Reservation large = reserved(claim("a", 100, 250));
        full(claim("a", 100, 1));
        large.settle(List.of(250L));
        full(claim("a", 100, 1));
        millis += 61_000;

        reserved(claim("a", 100, 1));
    }

    @Test
    void shouldCountAsUsedWhatWasNeverSettled() {
        reserved(claim("a", 100, 100));
        millis += HOLD.toMillis();
        assertThat(full(claim("a", 100, 1)).delay()).isGreaterThan(Duration.ofSeconds(59));
        millis += 61_000;

        reserved(claim("a", 100, 100));
    }

    @Test
    void shouldKeepToItsShare() {
        share = 0.25;
        reserved(claim("a", 100, 25));
        full(claim("a", 100, 1));
    }

    @Test
    void shouldNeverLetMoreThroughInAnyMinuteThanTheLimit() {
        SplittableRandom random = new SplittableRandom(7);
        List<long[]> ends = new ArrayList<>();
        List<Object[]> open = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            millis += random.nextInt(400);
            if (!open.isEmpty() && random.nextInt(3) == 0) {
                Object[] one = open.remove(random.nextInt(open.size()));
                long used = random.nextLong((Long) one[1] + 1);
                ((Reservation) one[0]).settle(List.of(used));
                ends.add(new long[] {millis, used});
            } else {
                long amount = 1 + random.nextInt(300);
                if (limiter.reserve(List.of(claim("a", 1_000, amount)), HOLD)
                        instanceof Answer.Reserved(Reservation reservation)) {
                    open.add(new Object[] {reservation, amount});
                }
            }
        }
        assertThat(ends).hasSizeGreaterThan(1_000);
        int first = 0;
        long sum = 0;
        long most = 0;
        for (long[] end : ends) {
            sum += end[1];
            while (ends.get(first)[0] <= end[0] - 60_000) {
                sum -= ends.get(first++)[1];
            }
            most = Math.max(most, sum);
        }
        assertThat(most).isBetween(800L, 1_000L);
    }

    private Reservation reserved(Claim... claims) {
        Answer answer = limiter.reserve(Arrays.asList(claims), HOLD);
        assertThat(answer).isInstanceOf(Answer.Reserved.class);
        return ((Answer.Reserved) answer).reservation();
    }

    private Answer.Full full(Claim... claims) {
        Answer answer = limiter.reserve(Arrays.asList(claims), HOLD);
        assertThat(answer).isInstanceOf(Answer.Full.class);
        return (Answer.Full) answer;
    }

    private static Claim claim(String key, long limit, long amount) {
        return new Claim(key, limit, amount);
    }
}
