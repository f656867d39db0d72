package dev.penstock.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    /** Of as many drawn at random out of 12,000, two are the same but for one time in e to the 41st. */
    private static final int MANY = 1_000;

    @Test
    void shouldNotGiveAPortOutAgainThatMayBeAboutToBeUsed() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            given.add(FreePorts.next());
        }

        assertThat(given).hasSize(MANY).allSatisfy(port -> assertThat(port).isBetween(20_000, 31_999));
    }

    @Test
    void shouldTellWhatIsListenedOn() throws IOException {
        int port = FreePorts.next();
        assertThat(FreePorts.isFree(port)).isTrue();

        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
        }
    }
}
