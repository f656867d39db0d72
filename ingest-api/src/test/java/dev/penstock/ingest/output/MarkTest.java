package dev.penstock.ingest.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"1-1", "3-20-1764232200012", "2-rest", "0-end", "2-0"})
    void shouldReadWhatItWrote(String text) {
        assertThat(Mark.parse(text).orElseThrow()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-", "01-1", "1-1-", "1-1-x", "-1-1", "1-99999999999", "1-end-1", "1-1-1-1"})
    void shouldRefuseWhatIsNone(String text) {
        assertThat(Mark.parse(text)).isEmpty();
    }

    @Test
    void shouldKnowItsParts() {
        assertThat(Mark.parse("2-7-99")).contains(new Mark.Piece(2, 7, 99));
        assertThat(Mark.parse("2-7")).contains(new Mark.Piece(2, 7, -1));
    }
}
