package dev.penstock.ingest.secrets;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code webhook_secrets}: what tenants' runtimes and Penstock sign with, sealed. */
public final class WebhookSecrets {
    /** Secrets that a tenant may have at once. */
    static final int MAX = 5;

    private final JdbcClient jdbc;
    private final @Nullable Keyring keys;

    /** @param keys null where the operator has set none up */
    public WebhookSecrets(JdbcClient jdbc, @Nullable Keyring keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** Stores one that is known already, under an id of its maker's; for installations that seed their tenants. One of that id is replaced. */
    public static void put(DataSource database, Keyring keys, String tenant, String id, WebhookSecret secret) {
        JdbcClient.create(database)
                .sql("INSERT INTO webhook_secrets (tenant, secret_id, sealed) VALUES (?, ?, ?)"
                        + " ON CONFLICT (tenant, secret_id) DO UPDATE SET sealed = EXCLUDED.sealed, expires_at = NULL")
                .params(tenant, id, secret.seal(keys, tenant, id))
                .update();
    }

    private record Sealed(String id, byte[] bytes) {}

    /** Those that hold now. */
    public List<WebhookSecret> current(String tenant) {
        if (keys == null) {
            return List.of();
        }
        Keyring ring = keys;
        return jdbc
                .sql(
                        "SELECT secret_id, sealed FROM webhook_secrets WHERE tenant = ? AND (expires_at IS NULL OR expires_at > now())")
                .param(tenant)
                .query((row, index) -> new Sealed(row.getString(1), row.getBytes(2)))
                .list()
                .stream()
                .flatMap(row -> WebhookSecret.open(ring, tenant, row.id(), row.bytes()).stream())
                .toList();
    }

    /** Makes a new one, which is told once. Those before it hold for {@code overlap} more. */
    SecretViews.NewSecret make(String tenant, Duration overlap) {
        Keyring ring = Optional.ofNullable(keys)
                .orElseThrow(() -> Problem.of(ProblemType.NOT_SET_UP, "The operator has set up no keys for webhooks.")
                        .exception());
        jdbc.sql("DELETE FROM webhook_secrets WHERE tenant = ? AND expires_at <= now()")
                .param(tenant)
                .update();
        if (list(tenant).size() >= MAX) {
            throw Problem.of(ProblemType.INVALID_REQUEST, "The tenant has " + MAX + " secrets already; delete one.")
                    .exception();
        }
        String id = UUID.randomUUID().toString();
        WebhookSecret secret = WebhookSecret.generate();
        jdbc.sql("WITH older AS (UPDATE webhook_secrets SET expires_at = now() + make_interval(secs => ?)"
                        + " WHERE tenant = ? AND expires_at IS NULL)"
                        + " INSERT INTO webhook_secrets (tenant, secret_id, sealed) VALUES (?, ?, ?)")
                .params((double) overlap.toSeconds(), tenant, tenant, id, secret.seal(ring, tenant, id))
                .update();
        return new SecretViews.NewSecret(id, secret.text());
    }

    List<SecretViews.Secret> list(String tenant) {
        return jdbc.sql("SELECT secret_id, created_at, expires_at FROM webhook_secrets WHERE tenant = ?"
                        + " AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at DESC, secret_id")
                .param(tenant)
                .query((row, index) -> view(row))
                .list();
    }

    /** False when there is none. */
    boolean delete(String tenant, String id) {
        return jdbc.sql("DELETE FROM webhook_secrets WHERE tenant = ? AND secret_id = ?")
                        .params(tenant, id)
                        .update()
                > 0;
    }

    private static SecretViews.Secret view(ResultSet row) throws SQLException {
        Timestamp expires = row.getTimestamp(3);
        return new SecretViews.Secret(
                row.getString(1),
                time(row.getTimestamp(2).toInstant()),
                expires == null ? null : time(expires.toInstant()));
    }

    private static String time(Instant at) {
        return at.toString();
    }
}
