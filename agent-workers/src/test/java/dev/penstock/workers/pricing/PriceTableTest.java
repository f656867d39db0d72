package dev.penstock.workers.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.runtime.SettingsException;
import dev.penstock.workers.yaml.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String TWO_DAYS = """
            versions:
              - from: 2026-12-01
                prices:
                  openai/gpt-5: {input: 300, output: 400}
              - from: 2026-01-31
                prices:
                  openai/gpt-5: {input: 100, cached-input: 10, output: 200, call: 5}
                  openai/gpt-6: {input: 7_000, output: 8}
            """;

    @Test
    void shouldComeWithADatedListOfPrices() {
        PriceTable table = PriceTable.load();

        assertThat(table.of("anthropic", "claude-sonnet-5-5", NOW))
                .contains(new ListedPrice("2026-11-01", new Price(2_000_000, 200_000, 10_000_000, 0)));
        assertThat(table.of("openai", "gpt-5.1", NOW))
                .contains(new ListedPrice("2026-11-01", new Price(1_250_000, 125_000, 10_000_000, 0)));
    }

    @Test
    void shouldChargeNothingForAnyLocalModel() {
        assertThat(PriceTable.load()
                        .of("ollama", "hf.co/someone/model:Q4", NOW)
                        .orElseThrow()
                        .price())
                .isEqualTo(new Price(0, 0));
    }

    @Test
    void shouldKnowNoPriceOfAnotherModelNorOfAnotherProviders() {
        PriceTable table = PriceTable.load();

        assertThat(table.of("openai", "gpt-unheard-of", NOW)).isEmpty();
        assertThat(table.of("openai", "claude-sonnet-5-5", NOW)).isEmpty();
        assertThat(table.has("openai", "claude-sonnet-5-5")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T23:59:59Z, 2026-01-31, 100",
        "2026-12-01T00:00:00Z, 2026-12-01, 300",
        "2030-01-01T00:00:00Z, 2026-12-01, 300",
        "2020-01-01T00:00:00Z, 2026-01-31, 100"
    })
    void shouldTakeTheListInForceOnTheCallsDay(Instant at, String version, long input) {
        ListedPrice listed = table(TWO_DAYS).of("openai", "gpt-5", at).orElseThrow();

        assertThat(listed.version()).isEqualTo(version);
        assertThat(listed.price().inputMicros()).isEqualTo(input);
    }

    @Test
    void shouldKeepThePriceOfAModelThatALaterListLeavesOut() {
        assertThat(table(TWO_DAYS).of("openai", "gpt-6", Instant.parse("2027-01-01T00:00:00Z")))
                .contains(new ListedPrice("2026-01-31", new Price(7_000, 8)));
    }

    @Test
    void shouldPutTheOperatorsPricesOverItsOwn(@TempDir Path folder) throws Exception {
        Path own = Files.writeString(folder.resolve("mine.yaml"), TWO_DAYS);
        PriceTable table = PriceTable.load(own);

        assertThat(table.of("openai", "gpt-5", NOW))
                .contains(new ListedPrice("2026-01-31", new Price(100, 10, 200, 5)));
        assertThat(table.has("anthropic", "claude-sonnet-5-5")).isTrue();
        assertThat(table.howToAdd("openai", "gpt-7")).contains("openai/gpt-7").contains(own.toString());
        assertThat(PriceTable.load().howToAdd("openai", "gpt-7")).contains("penstock.workers.prices-file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{input: 1.5, output: 2} | line 4 | input is '1.5' but should be a whole number",
                "{input: -1, output: 2} | line 4 | openai/m.input is '-1'",
                "{input: 99999999999, output: 2} | line 4 | from 0 to 10000000000",
                "{input: 1} | line 4 | openai/m.output is missing; add it",
                "{input: 1, output: 2, cached: 1} | line 4 | cached is unknown; there are input, cached-input",
                "cheap | line 4 | openai/m should be keys with values",
                "{input: 1, input: 1, output: 2} | line 4 | input is there twice"
            })
    void shouldSayWhereAPriceIsWrong(String price, String line, String says) {
        assertWrong("versions:\n  - from: 2026-01-31\n    prices:\n      openai/m: " + price, line, says);
    }

    @Test
    void shouldSayWhereTheFileIsWrong() {
        assertWrong("versions:\n  - from: Monday\n    prices: {}", "line 2", "'Monday' should be a day");
        assertWrong("versions:\n  - prices: {}", "line 2", "from is missing");
        assertWrong(
                "versions:\n  - from: 2026-01-31\n    prices:\n      gpt-5: {}", "line 4", "a provider and a model");
        assertWrong("version: 1", "line 1", "version is unknown");
        assertWrong("versions:\n - from: [", "line 2", "not YAML");
        assertWrong("", "mine.yaml", "is empty");
        assertWrong(
                TWO_DAYS + "  - from: 2026-12-01\n    prices:\n      openai/gpt-5: {input: 1, output: 1}",
                "line 11",
                "two prices from 2026-12-01");
    }

    private static void assertWrong(String text, String line, String says) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> table(text))
                .withMessageContaining("mine.yaml")
                .withMessageContaining(line)
                .withMessageContaining(says);
    }

    private static PriceTable table(String text) {
        return PriceTable.load().with(YamlFile.parse("mine.yaml", text), "mine.yaml");
    }

    @Test
    void shouldTakeOtherPricesWhileItIsInUse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("prices.yaml");
        PriceTable table = PriceTable.load();
        Files.writeString(file, "versions: [{from: 2026-01-01, prices: {openai/own: {input: 1, output: 2}}}]");
        table.read(file, Set.of("openai/own"));

        Files.writeString(file, "versions: [{from: 2026-01-01, prices: {openai/own: {input: 3, output: 4}}}]");
        table.read(file, Set.of("openai/own"));

        assertThat(table.of("openai", "own", NOW).orElseThrow().price()).isEqualTo(new Price(3, 4));
    }

    @Test
    void shouldKeepItsPricesWhenOthersLeaveOutAModelInUse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("prices.yaml");
        PriceTable table = PriceTable.load();
        Files.writeString(file, "versions: [{from: 2026-01-01, prices: {openai/own: {input: 1, output: 2}}}]");
        table.read(file, Set.of());

        Files.writeString(file, "versions: [{from: 2026-01-01, prices: {openai/other: {input: 3, output: 4}}}]");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> table.read(file, Set.of("ollama/any", "openai/own")))
                .withMessageContaining("no price for openai/own");

        assertThat(table.has("openai", "own")).isTrue();
        assertThat(table.has("openai", "other")).isFalse();
    }
}
