package dev.penstock.schemas;

import com.google.protobuf.ByteString;
import dev.penstock.schemas.v1.TaskRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Tells a repeated submission from another one under the same idempotency key. */
public final class RequestHash {
    private RequestHash() {}

    /**
     * SHA-256 over role, tier, input, campaign, attempts and labels, in this order, texts by length and UTF-8, labels by key, and then over estimate and
     * times unless all are 0. The same for JSON and
     * Protobuf. Tenant and idempotency key are left out: they name the task that the hash is compared with. {@code request} must be a
     * {@linkplain DecodedRequest.Valid valid} one, since a role or tier left to the topic hashes otherwise than the same one spelled out.
     */
    public static ByteString of(TaskRequest request) {
        MessageDigest digest = sha256();
        text(digest, request.getRole());
        number(digest, request.getTierValue());
        text(digest, request.getInput());
        text(digest, request.getCampaign());
        number(digest, request.getMaxAttempts());
        Map<String, String> labels = new TreeMap<>(request.getLabelsMap());
        number(digest, labels.size());
        labels.forEach((key, value) -> {
            text(digest, key);
            text(digest, value);
        });
        long[] terms = {
            request.getEstimateMicros(),
            request.getNotBeforeMillis(),
            request.getStartWithinMillis(),
            request.getAttemptTimeoutMillis(),
            request.getEndWithinMillis()
        };
        if (Arrays.stream(terms).anyMatch(term -> term != 0)) {
            for (long term : terms) {
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(term).flip());
            }
        }
        return ByteString.copyFrom(digest.digest());
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(digest, bytes.length);
        digest.update(bytes);
    }

    private static void number(MessageDigest digest, int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
