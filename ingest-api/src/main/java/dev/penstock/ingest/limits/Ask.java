package dev.penstock.ingest.limits;

import com.google.protobuf.ByteString;
import dev.penstock.ingest.http.Callers;
import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.keys.Caller;
import dev.penstock.schemas.TaskIds;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a change says beside the change.
 *
 * @param id of the change: drawn, or derived from the request's idempotency key
 * @param hash SHA-256 of the body
 * @param expected version that the change is meant for; null for whichever is in force
 * @param dryRun only tell what would be changed
 * @param atMillis when it came, milliseconds since 1970-01-01T00:00Z
 */
record Ask(
        Caller caller, String id, ByteString hash, @Nullable Long expected, boolean dryRun, long atMillis) {
    private static final int MAX_KEY_CHARS = 200;
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(0|[1-9][0-9]{0,18})\"");

    /** @param subject the tenant or role, with its kind, that the idempotency key is for */
    static Ask of(HttpServletRequest request, String subject, byte[] body, long nowMillis) {
        return new Ask(
                Callers.of(request),
                id(request.getHeader("Idempotency-Key"), subject),
                hash(request.getMethod(), body),
                expected(request.getHeader("If-Match")),
                flag(request.getParameter("dryRun")),
                nowMillis);
    }

    private static String id(@Nullable String key, String subject) {
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (key.isBlank() || key.length() > MAX_KEY_CHARS) {
            throw malformed("Idempotency-Key must have 1 to " + MAX_KEY_CHARS + " characters.");
        }
        return TaskIds.ofChange(subject, key).toString();
    }

    private static @Nullable Long expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(ifMatch.strip());
        if (!etag.matches()) {
            throw malformed("If-Match must be the ETag of an earlier answer, such as \"7\", or *.");
        }
        try {
            return Long.parseLong(etag.group(1));
        } catch (NumberFormatException e) {
            throw malformed("If-Match names a version that there cannot be.");
        }
    }

    private static boolean flag(@Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw malformed("The parameter dryRun must be true or false.");
    }

    private static ByteString hash(String method, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteString.copyFromUtf8(method).toByteArray());
            return ByteString.copyFrom(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static ProblemException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
