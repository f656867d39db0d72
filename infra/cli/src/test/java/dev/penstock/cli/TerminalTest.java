package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void shouldBePlainWhereThereIsNoTerminal() {
        assertThat(Terminal.of(null, false, false))
                .matches(t -> !t.live() && !t.style().colour());
        assertThat(Terminal.of("", false, false))
                .matches(t -> !t.live() && !t.style().colour());
    }

    @Test
    void shouldBeLiveInATerminalThatIsWideEnough() {
        assertThat(Terminal.of("50 120", false, false))
                .matches(t -> t.live() && t.height() == 50 && t.style().colour());
        assertThat(Terminal.of("50 60", false, false)).matches(t -> !t.live());
        assertThat(Terminal.of("50 120", true, false))
                .matches(t -> !t.live() && !t.style().colour());
        assertThat(Terminal.of("50 120", false, true))
                .matches(t -> t.live() && !t.style().colour());
    }
}
