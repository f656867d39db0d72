package dev.penstock.workers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Limits;
import org.junit.jupiter.api.Test;

class MessagesTest {
    @Test
    void shouldPutAMessageOnOneLine() {
        assertThat(Messages.oneLine(" first\r\nsecond\tthird\n")).isEqualTo("first second third");
    }

    @Test
    void shouldCutAMessageWithoutSplittingACharacter() {
        String emojis = "x" + "\ud83d\ude80".repeat(Limits.MAX_MESSAGE_CHARS);

        String cut = Messages.oneLine(emojis);

        assertThat(cut).hasSize(Limits.MAX_MESSAGE_CHARS - 1).endsWith("\ud83d\ude80");
    }
}
