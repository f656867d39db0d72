package dev.penstock.ingest.keys;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code api_keys}.
 *
 * @param keyId public part of the key, 12 characters
 * @param secretHash SHA-256 of the secret part, as 64 hexadecimal digits
 * @param expiresAt when it ceases to work by itself; null for never
 * @param revokedAt when it was withdrawn; null while it is not
 */
public record ApiKey(
        String keyId,
        String tenant,
        String secretHash,
        Set<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        String description) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it works at {@code now}. */
    public boolean activeAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
