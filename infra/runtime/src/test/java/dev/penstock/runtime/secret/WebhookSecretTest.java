package dev.penstock.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
    private static final String ID = "msg_1";
    private static final String BODY = "{\"type\":\"complete\",\"output\":\"Grüße\"}";

    private final WebhookSecret secret = WebhookSecret.generate();
    private final long now = System.currentTimeMillis();
    private final long seconds = now / 1_000;

    @Test
    void shouldSignAsTheReferenceImplementationVerifies() throws Exception {
        String signature = WebhookSecret.sign(List.of(WebhookSecret.generate(), secret), ID, seconds, bytes(BODY));
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(ID),
                        "webhook-timestamp", List.of(String.valueOf(seconds)),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);

        new Webhook(secret.text()).verify(BODY, headers);
        assertThatThrownBy(() -> new Webhook(secret.text()).verify(BODY + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void shouldVerifyWhatTheReferenceImplementationSigns() throws Exception {
        String signature = new Webhook(secret.text()).sign(ID, seconds, BODY);

        assertThat(verify(String.valueOf(seconds), signature, BODY, secret)).isTrue();
        assertThat(verify(String.valueOf(seconds), "v1,x v1a,y " + signature, BODY, WebhookSecret.generate(), secret))
                .isTrue();
    }

    @Test
    void shouldRefuseWhatIsForgedOrOld() {
        String signature = WebhookSecret.sign(List.of(secret), ID, seconds, bytes(BODY));

        assertThat(verify(String.valueOf(seconds), signature, BODY.replace("complete", "fail"), secret))
                .isFalse();
        assertThat(verify(String.valueOf(seconds), signature, BODY, WebhookSecret.generate()))
                .isFalse();
        assertThat(verify(String.valueOf(seconds), signature, BODY)).isFalse();
        assertThat(verify(String.valueOf(seconds), "", BODY, secret)).isFalse();
        assertThat(verify("", signature, BODY, secret)).isFalse();
        assertThat(verify(String.valueOf(seconds + 1), signature, BODY, secret)).isFalse();
        assertThat(WebhookSecret.verify(List.of(secret), "msg_2", String.valueOf(seconds), signature, bytes(BODY), now))
                .isFalse();
    }

    @Test
    void shouldTolerateFiveMinutesEitherWay() {
        String signature = WebhookSecret.sign(List.of(secret), ID, seconds, bytes(BODY));

        for (long off : new long[] {-300, 300}) {
            assertThat(at(signature, (seconds + off) * 1_000)).isTrue();
        }
        for (long off : new long[] {-301, 301}) {
            assertThat(at(signature, (seconds + off) * 1_000)).isFalse();
        }
    }

    @Test
    void shouldLookAtABoundedNumberOfSignatures() {
        String signature = WebhookSecret.sign(List.of(secret), ID, seconds, bytes(BODY));
        String before = "v1,x ".repeat(WebhookSecret.MAX_SIGNATURES - 1);

        assertThat(verify(String.valueOf(seconds), before + signature, BODY, secret))
                .isTrue();
        assertThat(verify(String.valueOf(seconds), "v1,x " + before + signature, BODY, secret))
                .isFalse();
    }

    @Test
    void shouldReadSecretsOfItsFormAlone() {
        assertThat(WebhookSecret.parse(secret.text()).orElseThrow().text()).isEqualTo(secret.text());
        assertThat(WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .isPresent();
        for (String wrong :
                List.of("", "whsec_", "whsec_c2hvcnQ=", "whsec_*", secret.text().substring(6))) {
            assertThat(WebhookSecret.parse(wrong)).isEmpty();
        }
    }

    @Test
    void shouldNotShowItself() {
        assertThat(secret).hasToString("whsec_...");
    }

    @Test
    void shouldBeSealedForItsTenantAndId() {
        byte[] old = key(1);
        byte[] fresh = key(2);
        byte[] sealed = secret.seal(Keyring.of(List.of(old)), "acme", "s1");
        Keyring rotated = Keyring.of(List.of(fresh, old));

        assertThat(WebhookSecret.open(rotated, "acme", "s1", sealed)
                        .orElseThrow()
                        .text())
                .isEqualTo(secret.text());
        assertThat(WebhookSecret.open(rotated, "bolt", "s1", sealed)).isEmpty();
        assertThat(WebhookSecret.open(rotated, "acme", "s2", sealed)).isEmpty();
        assertThat(WebhookSecret.open(Keyring.of(List.of(fresh)), "acme", "s1", sealed))
                .isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(WebhookSecret.open(rotated, "acme", "s1", sealed)).isEmpty();
        assertThat(WebhookSecret.open(rotated, "acme", "s1", new byte[3])).isEmpty();
    }

    private boolean at(String signature, long nowMillis) {
        return WebhookSecret.verify(List.of(secret), ID, String.valueOf(seconds), signature, bytes(BODY), nowMillis);
    }

    private boolean verify(String timestamp, String signature, String body, WebhookSecret... secrets) {
        return WebhookSecret.verify(List.of(secrets), ID, timestamp, signature, bytes(body), now);
    }

    private static byte[] key(int seed) {
        byte[] key = new byte[Keyring.KEY_BYTES];
        key[0] = (byte) seed;
        return key;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
