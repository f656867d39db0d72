package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final long NOW = 1_000_000;

    private final List<Runnable> sent = new ArrayList<>();
    private final Ticker ticker = new Ticker(3, (slot, onFailure) -> sent.add(onFailure), NOW);

    @Test
    void shouldTickOftenWhileSomethingDependsOnTime() {
        ticker.tickWhenDue(true, NOW + Ticker.BUSY_MILLIS - 1);
        assertThat(sent).isEmpty();

        ticker.tickWhenDue(true, NOW + Ticker.BUSY_MILLIS);
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldTickSeldomWhenIdle() {
        ticker.tickWhenDue(false, NOW + Ticker.IDLE_MILLIS - 1);
        assertThat(sent).isEmpty();

        ticker.tickWhenDue(false, NOW + Ticker.IDLE_MILLIS);
        assertThat(sent).hasSize(1);
    }

    @Test
    void shouldNotTickWhileCommandsTellTheTime() {
        ticker.processed(false, NOW + 80);

        ticker.tickWhenDue(true, NOW + 120);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldNeverHaveTwoTicksUnderWay() {
        ticker.tick(NOW);
        ticker.processed(false, NOW + 10);
        ticker.tick(NOW + 20);
        ticker.tickWhenDue(true, NOW + 60_000);
        assertThat(sent).hasSize(1);

        ticker.processed(true, NOW + 60_000);
        ticker.tick(NOW + 60_000);
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldTickAgainWhenATickWasLost() {
        ticker.tick(NOW);
        sent.getFirst().run();

        ticker.tickWhenDue(true, NOW + Ticker.BUSY_MILLIS);
        assertThat(sent).hasSize(2);
    }
}
