package dev.penstock.admission.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int SECOND = 1_000;

    private final Pace pace = new Pace();
    private long now = 1_000_000;

    @Test
    void shouldKnowNothingUntilAGrantFollowsAnotherWhileTasksWait() {
        pace.granted(now, false);
        pace.granted(now + 9 * SECOND, true);
        assertThat(pace.intervals()).isZero();

        pace.granted(now + 10 * SECOND, false);
        pace.granted(now + 99 * SECOND, false);
        assertThat(pace.intervals()).isEqualTo(1);
        assertThat(pace.millis()).isEqualTo(SECOND);
    }

    @Test
    void shouldSayWhenTheLastGrantWasMadeWhileTasksWait() {
        assertThat(pace.lastAt(7)).isEqualTo(7);
        pace.granted(now, true);
        assertThat(pace.lastAt(7)).isEqualTo(now);
        pace.granted(now, false);
        assertThat(pace.lastAt(7)).isEqualTo(7);
    }

    @Test
    void shouldRestOnAllGrantsOfTheTimesItLooksBackAt() {
        // Every tenth interval is a hundred times as long: a mean of the latest few would be far off by chance.
        for (int i = 0; i < 1_000; i++) {
            grantAfter(i % 10 == 0 ? 10_000 : 100);
        }
        assertThat(pace.millis()).isCloseTo(1_090, within(30.0));
    }

    @Test
    void shouldHaveForgottenAPaceThatIsTwoPeriodsOld() {
        grants(200, 10 * SECOND);
        grants(900, SECOND);
        assertThat(pace.millis()).isGreaterThan(1_001);
        grants(901, SECOND);
        assertThat(pace.millis()).isEqualTo(SECOND);
    }

    @Test
    void shouldLookBackFurtherWhereGrantsAreFew() {
        grants(60, 600 * SECOND);
        grants(64, 300 * SECOND);
        assertThat(pace.intervals()).isEqualTo(59 + 64);
        assertThat(pace.millis()).isBetween(300.0 * SECOND, 600.0 * SECOND);
    }

    private void grants(int count, int every) {
        for (int i = 0; i < count; i++) {
            grantAfter(every);
        }
    }

    private void grantAfter(int millis) {
        now += millis;
        pace.granted(now, true);
    }
}
