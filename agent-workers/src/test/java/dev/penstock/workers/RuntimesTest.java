package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimesTest {
    @ParameterizedTest
    @CsvSource({
        SettingNames.ANTHROPIC_KEY + ", k, anthropic",
        SettingNames.ANTHROPIC_URL + ", http://127.0.0.1:1, anthropic",
        SettingNames.OPENAI_KEY + ", k, openai",
        SettingNames.OPENAI_URL + ", http://127.0.0.1:1/v1, openai",
        SettingNames.OLLAMA_URL + ", http://127.0.0.1:1, ollama",
        SettingNames.WORKER_ADAPTER + ", echo, echo"
    })
    void shouldBuildWhatHasAKeyOrAnAddress(String setting, String value, String name) {
        try (Runtimes runtimes = Runtimes.of(Settings.of(Map.of(setting, value)))) {
            assertThat(runtimes.adapters()).containsOnlyKeys(name);
        }
    }

    @Test
    void shouldBuildAllThatThereAre() {
        Settings settings = Settings.of(Map.of(
                SettingNames.ANTHROPIC_KEY, "k", SettingNames.OPENAI_KEY, "k", SettingNames.OLLAMA_URL, "http://h"));
        try (Runtimes runtimes = Runtimes.of(settings)) {
            assertThat(runtimes.adapters()).containsOnlyKeys("anthropic", "openai", "ollama");
        }
    }

    @Test
    void shouldSayWhatToSetWhereThereIsNone() {
        assertThatThrownBy(() -> Runtimes.of(Settings.of(Map.of())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(SettingNames.ANTHROPIC_KEY);
    }

    @Test
    void shouldNotForceWhatIsNotSetUp() {
        assertThatThrownBy(() -> Runtimes.of(
                        Settings.of(Map.of(SettingNames.OPENAI_KEY, "k", SettingNames.WORKER_ADAPTER, "anthropic"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("openai");
    }

    @Test
    void shouldRefuseAnApiThatOpenAiDoesNotHave() {
        assertThatThrownBy(() ->
                        Runtimes.of(Settings.of(Map.of(SettingNames.OPENAI_KEY, "k", SettingNames.OPENAI_API, "soap"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("responses or chat");
    }
}
