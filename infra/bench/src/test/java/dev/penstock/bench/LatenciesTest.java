package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void shouldSayThatThereIsNone() {
        assertThat(latencies.percentile(0.5)).isEqualTo(-1);
    }

    @Test
    void shouldBeExactUnderTenSeconds() {
        for (int millis = 1; millis <= 100; millis++) {
            latencies.add(millis);
        }

        assertThat(latencies.percentile(0.5)).isEqualTo(50);
        assertThat(latencies.percentile(0.99)).isEqualTo(99);
        assertThat(latencies.percentile(1)).isEqualTo(100);
    }

    @Test
    void shouldBeWithinAHundredthAbove() {
        latencies.add(3_600_000);

        assertThat(latencies.percentile(0.5)).isBetween(3_600_000L, 3_636_000L);
    }

    @Test
    void shouldCountAClockThatFellAsNoWait() {
        latencies.add(-3);

        assertThat(latencies.percentile(0.5)).isZero();
        assertThat(latencies.count()).isOne();
    }
}
