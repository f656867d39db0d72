package dev.penstock.streams;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Source;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes dead letters: where a record was, why it went no further, and as much of it as may be kept. */
public final class DeadLetters {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1," + Limits.MAX_TENANT_CHARS + "}");

    private DeadLetters() {}

    /**
     * A dead letter with the record's key and value, each cut at {@link Limits#MAX_DEAD_LETTER_BYTES}.
     *
     * @param atMillis milliseconds since 1970-01-01T00:00Z
     */
    public static DeadLetter of(
            DeadLetterReason reason,
            String message,
            Source source,
            byte @Nullable [] key,
            byte @Nullable [] value,
            long atMillis) {
        return DeadLetter.newBuilder()
                .setSource(source)
                .setReason(reason.code())
                .setMessage(cut(message))
                .setTenant(tenant(key))
                .setKey(head(key))
                .setValue(head(value))
                .setValueSize(value == null ? 0 : value.length)
                .setAtMillis(atMillis)
                .build();
    }

    /** {@code message} cut at {@link Limits#MAX_MESSAGE_CHARS}. */
    public static String cut(String message) {
        return message.length() <= Limits.MAX_MESSAGE_CHARS ? message : message.substring(0, Limits.MAX_MESSAGE_CHARS);
    }

    /** The tenant that a key claims, empty when it cannot be one. */
    private static String tenant(byte @Nullable [] key) {
        if (key == null || key.length > Limits.MAX_TENANT_CHARS) {
            return "";
        }
        String tenant = new String(key, StandardCharsets.UTF_8);
        return TENANT.matcher(tenant).matches() ? tenant : "";
    }

    private static ByteString head(byte @Nullable [] bytes) {
        return bytes == null
                ? ByteString.EMPTY
                : UnsafeByteOperations.unsafeWrap(bytes, 0, Math.min(bytes.length, Limits.MAX_DEAD_LETTER_BYTES));
    }
}
