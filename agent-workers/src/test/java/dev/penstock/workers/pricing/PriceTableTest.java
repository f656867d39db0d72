package dev.penstock.workers.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PriceTableTest {
    @Test
    void shouldComeWithADatedListOfPrices() {
        PriceTable table = PriceTable.load();

        assertThat(table.version()).isEqualTo("2026-11-01");
        assertThat(table.of("claude-sonnet-5-5")).contains(new Price(2_000_000, 10_000_000));
        assertThat(table.of("claude-haiku-4-5")).contains(new Price(1_000_000, 5_000_000));
    }

    @Test
    void shouldKnowNoPriceOfAnotherModel() {
        assertThat(PriceTable.load().of("gpt-unheard-of")).isEmpty();
    }

    @Test
    void shouldSayWhichLineIsWrong() {
        assertThatIllegalStateException()
                .isThrownBy(() -> table("version=2026-01-31\nm.input=1.5\nm.output=2"))
                .withMessageContaining("m.input is '1.5'");
        assertThatIllegalStateException()
                .isThrownBy(() -> table("version=2026-01-31\nm.input=1"))
                .withMessageContaining("m.output");
        assertThatIllegalStateException()
                .isThrownBy(() -> table("version=2026-01-31\nm.input=1\nm.output=2\nm.cached=1"))
                .withMessageContaining("m.cached");
        assertThatIllegalStateException()
                .isThrownBy(() -> table("m.input=1\nm.output=2"))
                .withMessageContaining("version");
    }

    private static PriceTable table(String lines) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(lines));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return PriceTable.of(properties);
    }
}
