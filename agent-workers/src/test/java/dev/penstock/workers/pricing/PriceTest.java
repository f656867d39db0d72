package dev.penstock.workers.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PriceTest {
    @Test
    void shouldPriceInputAndOutputTokens() {
        Price price = new Price(2_000_000, 10_000_000);

        assertThat(price.cost(1_000, 0, 500)).isEqualTo(2_000 + 5_000);
        assertThat(price.cost(1_000, 1_000, 500)).isEqualTo(2_000 + 5_000);
        assertThat(price.cost(0, 0, 0)).isZero();
    }

    @Test
    void shouldPriceCachedInputApartAndTheCallItself() {
        Price price = new Price(2_000_000, 200_000, 10_000_000, 7);

        assertThat(price.cost(1_000, 400, 500)).isEqualTo(1_200 + 80 + 5_000 + 7);
        assertThat(price.cost(0, 0, 0)).isEqualTo(7);
    }

    @Test
    void shouldRoundHalfUpOnceForAll() {
        Price price = new Price(500_000, 250_000, 100_000, 0);

        assertThat(price.cost(1, 0, 0)).isEqualTo(1);
        assertThat(price.cost(1, 1, 0)).isZero();
        assertThat(price.cost(2, 2, 0)).isEqualTo(1);
        assertThat(price.cost(0, 0, 4)).isZero();
        assertThat(price.cost(0, 0, 5)).isEqualTo(1);
        assertThat(price.cost(0, 0, 14)).isEqualTo(1);
        assertThat(price.cost(0, 0, 15)).isEqualTo(2);
        assertThat(price.cost(1, 1, 3)).as("0.25 and 0.3 together").isEqualTo(1);
    }

    @Test
    void shouldNotOverflowAtTheLimits() {
        Price price = new Price(Price.MAX_MICROS, Price.MAX_MICROS, Price.MAX_MICROS, Price.MAX_MICROS);

        assertThat(price.cost(Price.MAX_TOKENS, Price.MAX_TOKENS / 2, Price.MAX_TOKENS))
                .isEqualTo(2_000_000_000_000L + 10_000_000_000L);
    }

    @Test
    void shouldRefuseUsageThatCannotBe() {
        Price price = new Price(1, 1);

        assertThat(Price.isPlausible(-1, 0, 0)).isFalse();
        assertThat(Price.isPlausible(5, 6, 0)).isFalse();
        assertThat(Price.isPlausible(5, -1, 0)).isFalse();
        assertThat(Price.isPlausible(0, 0, Price.MAX_TOKENS + 1)).isFalse();
        assertThat(Price.isPlausible(Long.MAX_VALUE, 0, 0)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> price.cost(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Price(-1, 0));
    }
}
