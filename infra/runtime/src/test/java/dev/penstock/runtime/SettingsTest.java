package dev.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Duration FALLBACK = Duration.ofSeconds(9);

    @TempDir
    Path folder;

    @Test
    void shouldLetTheEnvironmentWinOverPropertiesOverTheFile() throws IOException {
        // given
        Path file = Files.writeString(
                folder.resolve("penstock.properties"), "penstock.slots=1\npenstock.roles=a\npenstock.redis.url=file\n");
        Properties system = new Properties();
        system.setProperty("penstock.slots", "2");
        system.setProperty("penstock.roles", "b");
        system.setProperty("java.home", "elsewhere");
        // when
        Settings settings = Settings.load(
                List.of("up", "--settings=" + file), system, Map.of("PENSTOCK_SLOTS", "3", "HOME", "elsewhere"));
        // then
        assertThat(settings.asMap())
                .containsOnly(
                        Map.entry("penstock.slots", "3"),
                        Map.entry("penstock.roles", "b"),
                        Map.entry("penstock.redis.url", "file"));
    }

    @Test
    void shouldFindTheDashesOfASettingThatAVariableNames() {
        // when
        Settings settings = Settings.load(
                List.of(),
                new Properties(),
                Map.of("PENSTOCK_KAFKA_BOOTSTRAP_SERVERS", "h:9092", "PENSTOCK_SOMETHING_ELSE", "x"));
        // then
        assertThat(settings.asMap())
                .containsOnly(
                        Map.entry(SettingNames.KAFKA_BOOTSTRAP, "h:9092"), Map.entry("penstock.something.else", "x"));
    }

    @Test
    void shouldKnowEverySettingItNames() throws IllegalAccessException {
        for (var field : SettingNames.class.getFields()) {
            String name = (String) field.get(null);
            assertThat(SettingNames.find(SettingNames.variable(name))).isEqualTo(name);
        }
    }

    @Test
    void shouldNameTheFileItCannotRead() {
        Path missing = folder.resolve("missing.properties");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.load(List.of("--settings=" + missing), new Properties(), Map.of()))
                .withMessageStartingWith("Cannot read the settings file " + missing);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "PT1.5S,PT1.5S", "' 7s ',PT7S", "'',PT9S"
    })
    void shouldReadDurations(String text, Duration expected) {
        assertThat(Settings.of(Map.of("d", text)).duration("d", FALLBACK)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "s", "-1s", "1.5s", "5 minutes", "5x", "PT-1S", "99999999999999999999s"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.of(Map.of("d", text)).duration("d", FALLBACK))
                .withMessage("The setting d is '" + text + "' but should be a duration such as 500ms, 30s or PT5M.");
    }

    @Test
    void shouldReadNumbersFlagsAndLists() {
        Settings settings = Settings.of(Map.of("n", " 12 ", "f", "true", "l", "a, b ,,c"));
        assertThat(settings.number("n", 1)).isEqualTo(12);
        assertThat(settings.flag("f", false)).isTrue();
        assertThat(settings.list("l", List.of())).containsExactly("a", "b", "c");
    }

    @Test
    void shouldFallBackWhereASettingIsAbsentOrBlank() {
        Settings settings = Settings.of(Map.of("n", " "));
        assertThat(settings.number("n", 1)).isEqualTo(1);
        assertThat(settings.flag("f", true)).isTrue();
        assertThat(settings.list("l", List.of("x"))).containsExactly("x");
        assertThat(settings.text("t", "y")).isEqualTo("y");
    }

    @Test
    void shouldNameTheMalformedSetting() {
        Settings settings = Settings.of(Map.of("n", "twelve", "f", "yes"));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings.number("n", 1))
                .withMessage("The setting n is 'twelve' but should be a whole number.");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings.flag("f", true))
                .withMessage("The setting f is 'yes' but should be true or false.");
    }

    @Test
    void shouldSayHowToSetWhatIsMissing() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.of(Map.of()).text(SettingNames.KAFKA_BOOTSTRAP))
                .withMessage("The setting penstock.kafka.bootstrap-servers is missing."
                        + " Set it in the settings file or as PENSTOCK_KAFKA_BOOTSTRAP_SERVERS.");
    }

    @Test
    void shouldNotChangeWhenCopiedWithAnother() {
        Settings settings = Settings.of(Map.of("a", "1"));
        assertThat(settings.with("a", "2").text("a")).isEqualTo("2");
        assertThat(settings.text("a")).isEqualTo("1");
    }
}
