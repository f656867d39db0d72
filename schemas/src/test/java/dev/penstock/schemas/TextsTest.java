package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "é", "€", "😀", "a😀é€\u07ff\u0800\uffff"})
    void shouldCountBytesAsTheEncoderDoes(String text) {
        assertThat(Texts.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(Texts.isWellFormed(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d"})
    void shouldSeeHalfASurrogatePair(String text) {
        assertThat(Texts.isWellFormed(text)).isFalse();
    }

    @Test
    void shouldMakeOnePrintableLine() {
        assertThat(Texts.line("a\r\nb\u0085c", 10)).isEqualTo("a\ufffd\ufffdb\ufffdc");
        assertThat(Texts.line("abcdef", 4)).isEqualTo("abc…");
        assertThat(Texts.quoted("x".repeat(50))).hasSize(42).endsWith("…'");
    }
}
