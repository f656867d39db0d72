package dev.penstock.ingest.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    @Test
    void shouldReadWhatItWrites() {
        assertThat(EventId.parse(new EventId(41, 1207).toString())).contains(new EventId(41, 1207));
        assertThat(EventId.parse("1-0")).contains(new EventId(1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "-",
                "1-",
                "-1",
                "0-5",
                "01-5",
                "1-05",
                "1-2-3",
                "a-b",
                " 1-2",
                "1-2 ",
                "99999999999999999999-1",
                "1-2\n"
            })
    void shouldRefuseWhatIsNoId(String text) {
        assertThat(EventId.parse(text)).isEmpty();
    }
}
