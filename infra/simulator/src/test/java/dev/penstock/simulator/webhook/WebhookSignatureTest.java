package dev.penstock.simulator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"type\":\"task.run\"}";

    private final long now = System.currentTimeMillis();
    private final String seconds = Long.toString(now / 1_000);
    private final WebhookSignature signature = new WebhookSignature(SECRET);

    @Test
    void shouldSignAsTheReferenceImplementationVerifies() throws Exception {
        String signed = signature.sign("msg_1", now / 1_000, bytes(BODY));

        new Webhook(SECRET)
                .verify(
                        BODY,
                        Map.of(
                                "webhook-id", List.of("msg_1"),
                                "webhook-timestamp", List.of(seconds),
                                "webhook-signature", List.of(signed)));
    }

    @Test
    void shouldVerifyWhatTheReferenceImplementationSigns() throws Exception {
        String signed = new Webhook(SECRET).sign("msg_1", now / 1_000, BODY);

        assertThat(verifies("msg_1", seconds, signed, BODY)).isTrue();
        assertThat(verifies("msg_1", seconds, "v1,AAAA " + signed, BODY)).isTrue();
        assertThat(verifies("msg_2", seconds, signed, BODY)).isFalse();
        assertThat(verifies("msg_1", seconds, signed, BODY + " ")).isFalse();
        assertThat(verifies("msg_1", seconds, "", BODY)).isFalse();
        assertThat(verifies("msg_1", "soon", signed, BODY)).isFalse();
    }

    @Test
    void shouldNotVerifyWhatIsOld() {
        long then = now / 1_000 - 301;

        assertThat(verifies("msg_1", Long.toString(then), signature.sign("msg_1", then, bytes(BODY)), BODY))
                .isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoSecret() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookSignature("secret"));
        assertThatIllegalArgumentException().isThrownBy(() -> new WebhookSignature("whsec_?"));
    }

    private boolean verifies(String id, String at, String signatures, String body) {
        return signature.verifies(id, at, signatures, bytes(body), now);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
