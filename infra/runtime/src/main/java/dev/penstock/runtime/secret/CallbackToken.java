package dev.penstock.runtime.secret;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.v1.CallbackGrant;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a runtime calls back with: a {@link CallbackGrant} signed by the keyring, in Base64 for URLs. Whoever has it may tell how that one call
 * goes and nothing else, and only together with its tenant's webhook secret. It can be read, for it holds nothing that its runtime does not know
 * or could use.
 */
public final class CallbackToken {
    /** Longest that is looked at. */
    public static final int MAX_CHARS = 1_500;

    private static final String PURPOSE = "penstock callback token v1";
    private static final byte VERSION = 1;

    private CallbackToken() {}

    public static String of(CallbackGrant grant, Keyring keys) {
        byte[] signed = ByteBuffer.allocate(1 + grant.getSerializedSize())
                .put(VERSION)
                .put(grant.toByteArray())
                .array();
        byte[] whole = Arrays.copyOf(signed, signed.length + Keyring.MAC_BYTES);
        System.arraycopy(keys.sign(PURPOSE, signed), 0, whole, signed.length, Keyring.MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** What was granted; empty for a token that none of the keys has signed, or whose time is over. */
    public static Optional<CallbackGrant> read(String token, Keyring keys, long nowMillis) {
        if (token.length() > MAX_CHARS) {
            return Optional.empty();
        }
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int length = whole.length - Keyring.MAC_BYTES;
        if (length < 1 || whole[0] != VERSION) {
            return Optional.empty();
        }
        byte[] signed = Arrays.copyOf(whole, length);
        if (!keys.verify(PURPOSE, signed, Arrays.copyOfRange(whole, length, whole.length))) {
            return Optional.empty();
        }
        try {
            CallbackGrant grant = CallbackGrant.parseFrom(Arrays.copyOfRange(signed, 1, length));
            return grant.getExpiresAtMillis() > nowMillis ? Optional.of(grant) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
