package dev.penstock.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.CallbackGrant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbackTokenTest {
    private static final CallbackGrant GRANT = CallbackGrant.newBuilder()
            .setTenant("acme")
            .setTaskId("00000000-0000-8000-8000-000000000001")
            .setAttempt(2)
            .setWorkerId("worker-1")
            .setExpiresAtMillis(1_000)
            .build();

    private final Keyring keys = Keyring.of(List.of(new byte[Keyring.KEY_BYTES]));

    @Test
    void shouldSayWhatWasGrantedUntilItsTimeIsOver() {
        String token = CallbackToken.of(GRANT, keys);

        assertThat(token).matches("[A-Za-z0-9_-]+").hasSizeLessThan(CallbackToken.MAX_CHARS);
        assertThat(CallbackToken.read(token, keys, 999)).contains(GRANT);
        assertThat(CallbackToken.read(token, keys, 1_000)).isEmpty();
    }

    @Test
    void shouldHoldWithAKeyThatWasReplaced() {
        String token = CallbackToken.of(GRANT, keys);
        byte[] fresh = new byte[Keyring.KEY_BYTES];
        fresh[0] = 1;

        assertThat(CallbackToken.read(token, Keyring.of(List.of(fresh, new byte[Keyring.KEY_BYTES])), 0))
                .contains(GRANT);
        assertThat(CallbackToken.read(token, Keyring.of(List.of(fresh)), 0)).isEmpty();
    }

    @Test
    void shouldNotTakeOneOfWhichAnyBitWasChanged() {
        byte[] token = Base64.getUrlDecoder().decode(CallbackToken.of(GRANT, keys));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] forged = token.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(CallbackToken.read(text(forged), keys, 0)).isEmpty();
        }
    }

    @Test
    void shouldNotTakeWhatIsNone() {
        for (String wrong : List.of("", "x", "*", "A".repeat(40), "A".repeat(CallbackToken.MAX_CHARS + 1))) {
            assertThat(CallbackToken.read(wrong, keys, 0)).isEmpty();
        }
    }

    private static String text(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
