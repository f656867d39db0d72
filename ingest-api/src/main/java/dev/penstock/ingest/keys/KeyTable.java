package dev.penstock.ingest.keys;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code api_keys}. */
public final class KeyTable implements KeySource {
    private static final String SELECT =
            "SELECT key_id, tenant, secret_hash, scopes, created_at, expires_at, revoked_at, description FROM api_keys WHERE key_id = ?";

    private final JdbcClient jdbc;

    public KeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<ApiKey> find(String keyId) {
        return jdbc.sql(SELECT).param(keyId).query((row, index) -> key(row)).optional();
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("key_id"),
                row.getString("tenant"),
                HexFormat.of().formatHex(row.getBytes("secret_hash")),
                scopes(row.getArray("scopes")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("revoked_at")),
                row.getString("description"));
    }

    /** A scope that a later version wrote gives nothing here. */
    private static Set<Scope> scopes(Array codes) throws SQLException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream((String[]) codes.getArray())
                .map(Scope::ofCode)
                .flatMap(Optional::stream)
                .forEach(scopes::add);
        return scopes;
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
