package dev.penstock.simulator.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks 1.0 by its specification, so that Penstock's own is held against another. */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final long TOLERANCE_SECONDS = 300;

    private final byte[] key;

    /** @throws IllegalArgumentException when {@code secret} is not {@code whsec_} and Base64 */
    WebhookSignature(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A webhook secret begins with " + PREFIX);
        }
        key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    /** The header {@code webhook-signature}. */
    String sign(String id, long seconds, byte[] body) {
        return VERSION + Base64.getEncoder().encodeToString(mac(id, Long.toString(seconds), body));
    }

    /** Whether one of the signatures is right and the message of these five minutes. */
    boolean verifies(String id, String seconds, String signatures, byte[] body, long nowMillis) {
        if (!seconds.matches("[0-9]{1,12}")
                || Math.abs(nowMillis / 1_000 - Long.parseLong(seconds)) > TOLERANCE_SECONDS) {
            return false;
        }
        byte[] right = (VERSION + Base64.getEncoder().encodeToString(mac(id, seconds, body)))
                .getBytes(StandardCharsets.US_ASCII);
        return Arrays.stream(signatures.split(" "))
                .anyMatch(each -> MessageDigest.isEqual(right, each.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] mac(String id, String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign", e);
        }
    }
}
