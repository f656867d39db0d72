package dev.penstock.runtime.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that a tenant's runtime and Penstock share, and messages signed with it as Standard Webhooks 1.0 says: {@code v1,} and the Base64 of
 * HMAC-SHA256 over {@code <id>.<seconds>.<body>}. Of several signatures one has to be right, and of several secrets any may have made it, so that
 * a secret can be replaced without a stop.
 */
public final class WebhookSecret {
    public static final String PREFIX = "whsec_";

    /** How far a message's time may be from ours, in seconds, either way. */
    public static final long TOLERANCE_SECONDS = 300;

    /** Signatures of one message that are looked at. */
    static final int MAX_SIGNATURES = 16;

    private static final int GENERATED_BYTES = 32;
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final String VERSION = "v1,";
    private static final String AT_REST = "penstock webhook secret v1";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key.clone();
    }

    public static WebhookSecret generate() {
        byte[] key = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** The secret that {@code text}, {@code whsec_} and Base64 of 24 to 64 bytes, spells; empty when it is none. */
    public static Optional<WebhookSecret> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            return key.length < LEAST_BYTES || key.length > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(new WebhookSecret(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As its holder has it; to be shown once. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** For the database. */
    public byte[] seal(Keyring keys, String tenant, String secretId) {
        return keys.seal(AT_REST, context(tenant, secretId), key);
    }

    /** Empty when it was sealed with none of the keys, or for another tenant or id. */
    public static Optional<WebhookSecret> open(Keyring keys, String tenant, String secretId, byte[] sealed) {
        return keys.open(AT_REST, context(tenant, secretId), sealed).map(WebhookSecret::new);
    }

    /** The header {@code webhook-signature} of a message: by each of the secrets. */
    public static String sign(List<WebhookSecret> secrets, String id, long seconds, byte[] body) {
        return secrets.stream()
                .map(secret -> VERSION + Base64.getEncoder().encodeToString(secret.mac(id, seconds, body)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether a message is signed by one of the secrets, and lately.
     *
     * @param timestamp the header {@code webhook-timestamp}: seconds since 1970-01-01T00:00Z
     * @param signatures the header {@code webhook-signature}
     */
    public static boolean verify(
            List<WebhookSecret> secrets, String id, String timestamp, String signatures, byte[] body, long nowMillis) {
        if (id.isEmpty() || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        long seconds = Long.parseLong(timestamp);
        if (Math.abs(Math.floorDiv(nowMillis, 1_000L) - seconds) > TOLERANCE_SECONDS) {
            return false;
        }
        boolean right = false;
        int looked = 0;
        for (String signature : signatures.split(" ", MAX_SIGNATURES + 1)) {
            if (looked++ < MAX_SIGNATURES && signature.startsWith(VERSION)) {
                byte[] claimed = signature.substring(VERSION.length()).getBytes(StandardCharsets.US_ASCII);
                for (WebhookSecret secret : secrets) {
                    byte[] expected = Base64.getEncoder().encode(secret.mac(id, seconds, body));
                    right |= MessageDigest.isEqual(expected, claimed);
                }
            }
        }
        return right;
    }

    private byte[] mac(String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign", e);
        }
    }

    private static byte[] context(String tenant, String secretId) {
        return (tenant + '\0' + secretId).getBytes(StandardCharsets.UTF_8);
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return PREFIX + "...";
    }
}
