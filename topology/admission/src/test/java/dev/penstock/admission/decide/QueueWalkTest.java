package dev.penstock.admission.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Tier;
import dev.penstock.admission.index.LaneFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueWalkTest {
    private static final long NOW = 10_000_000;
    private static final int SECOND = 1_000;
    private static final int AGE_AFTER = 900 * SECOND;
    private static final List<Double> NONE = List.of(0.0, 0.0, 0.0);

    @Test
    void shouldWaitForThoseBefore() {
        assertThat(wait(lane(List.of(0, 10, 0), NONE, NONE), Tier.NORMAL, 9)).isEqualTo(10 * SECOND);
    }

    @Test
    void shouldLetHigherTiersOvertakeAsTheyComeIn() {
        LaneFacts lane = lane(List.of(0, 10, 0), everySecond(0.5, 0, 0), NONE);

        assertThat(wait(lane, Tier.NORMAL, 9)).isEqualTo(20 * SECOND);
        assertThat(wait(lane, Tier.URGENT, 0)).isEqualTo(SECOND);
    }

    @Test
    void shouldLetTasksThatComeBackGoFirstInTheirOwnTier() {
        LaneFacts lane = lane(List.of(0, 10, 0), NONE, everySecond(0, 0.5, 0));

        assertThat(wait(lane, Tier.NORMAL, 9)).isEqualTo(20 * SECOND);
    }

    @Test
    void shouldLetTasksThatComeBackInLowerTiersWait() {
        LaneFacts lane = lane(List.of(0, 10, 0), NONE, everySecond(0, 0, 0.5));

        assertThat(wait(lane, Tier.NORMAL, 9)).isEqualTo(10 * SECOND);
    }

    @Test
    void shouldLetTasksThatComeBackHoldUpTheAgeingOfThoseBehindThem() {
        // Higher ones take all there is, so only age gets a batch task further; a return in 50 s ages in 950.
        LaneFacts lane = lane(List.of(0, 0, 4), everySecond(0, 1.5, 0), NONE);
        LaneFacts withReturns = lane(List.of(0, 0, 4), everySecond(0, 1.5, 0), everySecond(0, 0, 0.01));

        assertThat(wait(lane, Tier.BATCH, 0)).isEqualTo(AGE_AFTER);
        assertThat(wait(withReturns, Tier.BATCH, 0)).isGreaterThan(AGE_AFTER + 50.0 * SECOND);
    }

    @Test
    void shouldReckonOnWhereMoreComesInThanIsServed() {
        LaneFacts lane = lane(List.of(0, 1, 0), everySecond(2, 0, 0), NONE);

        assertThat(wait(lane, Tier.NORMAL, 0)).isPositive().isFinite();
    }

    private static double wait(LaneFacts lane, Tier tier, int before) {
        return new QueueWalk(lane, NOW, AGE_AFTER).millisUntil(tier, before, SECOND, SECOND);
    }

    private static List<Double> everySecond(double urgent, double normal, double batch) {
        return List.of(urgent / SECOND, normal / SECOND, batch / SECOND);
    }

    private static LaneFacts lane(List<Integer> queued, List<Double> inflow, List<Double> returns) {
        List<Long> since = List.of(NOW, NOW, NOW);
        return new LaneFacts(
                queued, 1, 1, null, 0, false, NOW, since, since, false, (double) SECOND, 1, NOW, inflow, returns);
    }
}
