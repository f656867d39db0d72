package dev.penstock.cli.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void shouldDrawEachFrameOverTheLastAndGiveTheCursorBack() {
        StringWriter text = new StringWriter();
        Screen screen = new Screen(new PrintWriter(text));

        screen.draw(List.of("one", "two"));
        screen.draw(List.of("three"));
        screen.close();
        screen.draw(List.of("never"));

        assertThat(text.toString())
                .isEqualTo("\u001b[?25l\rone\u001b[K\n\rtwo\u001b[K\n\u001b[J" + "\u001b[2A\rthree\u001b[K\n\u001b[J"
                        + "\u001b[?25h");
    }
}
