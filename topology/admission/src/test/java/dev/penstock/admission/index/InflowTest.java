package dev.penstock.admission.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.admission.Tier;
import org.junit.jupiter.api.Test;

class InflowTest {
    private static final int SECOND = 1_000;
    private static final int MINUTE = 60 * SECOND;

    private final Inflow inflow = new Inflow();
    private long now = 1_000_000;

    @Test
    void shouldTellNothingFromOneArrival() {
        assertThat(inflow.perMilli(now)).containsExactly(0.0, 0.0, 0.0);
        inflow.arrived(Tier.NORMAL, now);
        assertThat(inflow.perMilli(now + MINUTE)).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void shouldTellTiersAndWhatCameBackApart() {
        inflow.arrived(Tier.NORMAL, now);
        for (int minute = 0; minute < 10; minute++) {
            now += MINUTE;
            inflow.arrived(Tier.URGENT, now);
            inflow.arrived(Tier.BATCH, now);
            inflow.arrived(Tier.BATCH, now);
            inflow.cameBack(Tier.NORMAL, now);
        }
        assertThat(inflow.perMilli(now)).containsExactly(1.0 / MINUTE, 0.0, 2.0 / MINUTE);
        assertThat(inflow.backPerMilli(now)).containsExactly(0.0, 1.0 / MINUTE, 0.0);
    }

    @Test
    void shouldNotTakeABatchForAFlood() {
        for (int i = 0; i < 601; i++) {
            inflow.arrived(Tier.URGENT, now);
        }
        assertThat(inflow.perMilli(now + SECOND).getFirst()).isEqualTo(600.0 / MINUTE);
        assertThat(inflow.perMilli(now + 10 * MINUTE).getFirst()).isEqualTo(60.0 / MINUTE);
    }

    @Test
    void shouldHaveForgottenWhatIsTwoPeriodsOld() {
        arrivals(2_000, SECOND);
        arrivals(100, 15 * SECOND);
        assertThat(inflow.perMilli(now).getFirst()).isGreaterThan(1.2 / (15 * SECOND));
        arrivals(100, 15 * SECOND);
        assertThat(inflow.perMilli(now).getFirst()).isCloseTo(1.0 / (15 * SECOND), within(1e-6));
    }

    private void arrivals(int count, int every) {
        for (int i = 0; i < count; i++) {
            now += every;
            inflow.arrived(Tier.URGENT, now);
        }
    }
}
