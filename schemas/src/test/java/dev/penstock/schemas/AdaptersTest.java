package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://agents.acme.example",
                "https://agents.acme.example:8443/run?lane=1",
                "HTTPS://acme.example/"
            })
    void shouldTakeAnHttpsUrl(String url) {
        assertThat(Adapters.urlProblem(url, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme.example",
                "/run",
                "https:///run",
                "https://acme.example:70000/",
                "https://user:secret@acme.example/",
                "https://acme.example/#top",
                "file:///etc/passwd",
                "gopher://acme.example/",
                "https://acme.example/ run"
            })
    void shouldRefuseWhatIsNone(String url) {
        assertThat(Adapters.urlProblem(url, true)).isNotNull();
    }

    @Test
    void shouldTakePlainHttpOnlyWhereTheOperatorAllowsIt() {
        assertThat(Adapters.urlProblem("http://acme.example/run", false)).contains("https://");
        assertThat(Adapters.urlProblem("http://acme.example/run", true)).isNull();
    }

    @Test
    void shouldBoundItsLength() {
        String longest = "https://acme.example/" + "x".repeat(Adapters.MAX_URL_CHARS - 21);

        assertThat(Adapters.urlProblem(longest, false)).isNull();
        assertThat(Adapters.urlProblem(longest + "x", false)).contains("2000");
    }
}
