package dev.penstock.workers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {
    @Test
    void shouldPassAnAnswerOfManyLines() throws Exception {
        byte[] body = "data: {}\n".repeat(300_000).getBytes(StandardCharsets.UTF_8);

        assertThat(BoundedBody.of(new ByteArrayInputStream(body)).readAllBytes())
                .isEqualTo(body);
    }

    @Test
    void shouldRefuseALineWithoutEnd() {
        InputStream endless = BoundedBody.of(repeating((byte) 'x'));

        assertThatThrownBy(endless::readAllBytes)
                .isInstanceOf(BoundedBody.TooLargeException.class)
                .hasMessageContaining("in one line");
    }

    @Test
    void shouldRefuseAnAnswerWithoutEnd() {
        InputStream endless = BoundedBody.of(repeating((byte) '\n'));

        assertThatThrownBy(endless::readAllBytes)
                .isInstanceOf(BoundedBody.TooLargeException.class)
                .hasMessageContaining(BoundedBody.MAX_BYTES + " bytes");
    }

    private static InputStream repeating(byte value) {
        return new InputStream() {
            @Override
            public int read() {
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                java.util.Arrays.fill(target, offset, offset + length, value);
                return length;
            }
        };
    }
}
