package dev.penstock.ingest.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Making keys, storing them, and telling whether a text is one of them. Of a secret only its SHA-256 is ever kept. */
public final class ApiKeys {
    /** What operators' keys have in place of a tenant; no tenant can be called so. */
    public static final String OPERATORS = "_operators";

    private ApiKeys() {}

    /**
     * A new key.
     *
     * @param plaintext what its holder sends as {@code Authorization: Bearer}; cannot be had again
     * @param row what to {@linkplain #insert store}
     */
    public record Issued(String plaintext, ApiKey row) {}

    /**
     * Draws a key of 190 random bits for {@code tenant}; it works once its row is {@linkplain #insert inserted}.
     *
     * @param expiresAt when it ceases to work; null for never
     */
    public static Issued issue(String tenant, Set<Scope> scopes, @Nullable Instant expiresAt, String description) {
        SecureRandom random = new SecureRandom();
        KeyText key = new KeyText(draw(random, KeyText.KEY_ID_CHARS), draw(random, KeyText.SECRET_CHARS));
        ApiKey row = new ApiKey(
                key.keyId(), tenant, hash(key.secret()), scopes, Instant.now(), expiresAt, null, description);
        return new Issued(key.text(), row);
    }

    /** Stores {@code row}; a key id that is there already stays as it is. */
    public static void insert(DataSource database, ApiKey row) throws SQLException {
        String sql =
                "INSERT INTO api_keys (key_id, tenant, secret_hash, scopes, created_at, expires_at, revoked_at, description)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key_id) DO NOTHING";
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, row.keyId());
            insert.setString(2, row.tenant());
            insert.setBytes(3, HexFormat.of().parseHex(row.secretHash()));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text",
                            row.scopes().stream().map(Scope::code).sorted().toArray()));
            insert.setTimestamp(5, Timestamp.from(row.createdAt()));
            insert.setTimestamp(6, timestamp(row.expiresAt()));
            insert.setTimestamp(7, timestamp(row.revokedAt()));
            insert.setString(8, row.description());
            insert.executeUpdate();
        }
    }

    /** Withdraws a key; requests with it fail, and streams opened with it end, within 5 s. False when there is no such key in force. */
    public static boolean revoke(DataSource database, String keyId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE api_keys SET revoked_at = now() WHERE key_id = ? AND revoked_at IS NULL")) {
            update.setString(1, keyId);
            return update.executeUpdate() == 1;
        }
    }

    /** The key id within {@code plaintext}; empty when that is no key. */
    public static Optional<String> keyId(String plaintext) {
        return KeyText.parse(plaintext).map(KeyText::keyId);
    }

    /** SHA-256 of {@code secret} in hexadecimal. A slow hash is not needed: nobody searches 190 random bits. */
    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static String draw(SecureRandom random, int chars) {
        StringBuilder text = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            text.append(KeyText.ALPHABET.charAt(random.nextInt(KeyText.ALPHABET.length())));
        }
        return text.toString();
    }
}
