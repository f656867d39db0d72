package dev.penstock.workers.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PriceTest {
    @Test
    void shouldPriceInputAndOutputTokens() {
        Price price = new Price(2_000_000, 10_000_000);

        assertThat(price.cost(1_000, 500)).isEqualTo(2_000 + 5_000);
        assertThat(price.cost(0, 0)).isZero();
    }

    @Test
    void shouldRoundHalfUp() {
        Price price = new Price(500_000, 100_000);

        assertThat(price.cost(1, 0)).isEqualTo(1);
        assertThat(price.cost(0, 4)).isZero();
        assertThat(price.cost(0, 5)).isEqualTo(1);
        assertThat(price.cost(0, 14)).isEqualTo(1);
        assertThat(price.cost(0, 15)).isEqualTo(2);
    }

    @Test
    void shouldNotOverflowAtTheLimits() {
        Price price = new Price(Price.MAX_MICROS, Price.MAX_MICROS);

        assertThat(price.cost(Price.MAX_TOKENS, Price.MAX_TOKENS)).isEqualTo(2_000_000_000_000L);
    }

    @Test
    void shouldRefuseUsageThatCannotBe() {
        Price price = new Price(1, 1);

        assertThat(Price.isPlausible(-1, 0)).isFalse();
        assertThat(Price.isPlausible(0, Price.MAX_TOKENS + 1)).isFalse();
        assertThat(Price.isPlausible(Long.MAX_VALUE, 0)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> price.cost(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(-1, 0));
    }
}
