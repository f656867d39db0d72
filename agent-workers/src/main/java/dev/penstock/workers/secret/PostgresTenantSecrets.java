package dev.penstock.workers.secret;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.ProviderKeys;
import dev.penstock.runtime.secret.WebhookSecret;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tenants' secrets out of PostgreSQL, read anew every {@link #INTERVAL}: so long one that was withdrawn may still be used. While the database
 * does not answer, what was read last holds; nothing can be withdrawn then either.
 */
public final class PostgresTenantSecrets implements TenantSecrets {
    /** Between two readings. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTenantSecrets.class);
    private static final int FETCH_ROWS = 1_000;
    private static final String KEYS = "SELECT tenant, provider, sealed FROM provider_keys";
    private static final String SECRETS = "SELECT tenant, secret_id, sealed, expires_at FROM webhook_secrets"
            + " WHERE expires_at IS NULL OR expires_at > now() ORDER BY tenant, created_at DESC, secret_id";

    private final ProviderKeys.@Nullable Opener opener;
    private final @Nullable Keyring keyring;
    private final HikariDataSource pool;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-secrets").factory());
    private volatile Snapshot now = new Snapshot(Map.of(), Map.of());
    private Map<Sealed, String> opened = new HashMap<>();
    private boolean failing;

    private record Owner(String tenant, String provider) {}

    private record Sealed(Owner owner, ByteBuffer bytes) {}

    private record Held(WebhookSecret secret, @Nullable Timestamp until) {}

    private record Snapshot(Map<Owner, String> keys, Map<String, List<Held>> secrets) {
        /** Shows nothing. */
        @Override
        public String toString() {
            return "Snapshot";
        }
    }

    /**
     * @param opener null where no provider keys are kept
     * @param keyring null where no webhook secrets are
     */
    public PostgresTenantSecrets(Settings settings, ProviderKeys.@Nullable Opener opener, @Nullable Keyring keyring) {
        this.opener = opener;
        this.keyring = keyring;
        this.pool = Database.pool(settings, "worker-secrets", 1);
    }

    /**
     * Reads them once, and again from then on.
     *
     * @throws IllegalStateException when the database does not answer: without their keys, tenants' tasks would run on another's account
     */
    public void start() {
        try {
            read();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read the tenants' keys from PostgreSQL: " + e.getMessage(), e);
        }
        reader.scheduleWithFixedDelay(this::readAgain, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String providerKey(String tenant, String provider) {
        return now.keys().getOrDefault(new Owner(tenant, provider), "");
    }

    @Override
    public List<WebhookSecret> webhookSecrets(String tenant) {
        long time = System.currentTimeMillis();
        return now.secrets().getOrDefault(tenant, List.of()).stream()
                .filter(held -> {
                    Timestamp until = held.until();
                    return until == null || until.getTime() > time;
                })
                .map(Held::secret)
                .toList();
    }

    private void readAgain() {
        try {
            read();
            failing = false;
        } catch (SQLException e) {
            if (!failing) {
                LOG.warn(
                        "Goes on with the tenants' keys as they were, for PostgreSQL does not answer: {}",
                        e.getMessage());
            }
            failing = true;
        }
    }

    private void read() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            now = new Snapshot(
                    opener == null ? Map.of() : keys(connection, opener),
                    keyring == null ? Map.of() : secrets(connection, keyring));
        }
    }

    /** Opening takes a while, so each is opened once. */
    private Map<Owner, String> keys(Connection connection, ProviderKeys.Opener by) throws SQLException {
        Map<Sealed, String> fresh = new HashMap<>();
        Map<Owner, String> keys = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(KEYS)) {
            select.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Owner owner = new Owner(rows.getString(1), rows.getString(2));
                    byte[] bytes = rows.getBytes(3);
                    Sealed sealed = new Sealed(owner, ByteBuffer.wrap(bytes));
                    String key = opened.get(sealed);
                    if (key == null) {
                        key = by.open(owner.tenant(), owner.provider(), bytes).orElse("");
                        if (key.isEmpty()) {
                            LOG.error(
                                    "The key of {} to {} was sealed for another worker's key and is not used",
                                    owner.tenant(),
                                    owner.provider());
                        }
                    }
                    fresh.put(sealed, key);
                    keys.put(owner, key);
                }
            }
        }
        opened = fresh;
        return keys;
    }

    private static Map<String, List<Held>> secrets(Connection connection, Keyring by) throws SQLException {
        Map<String, List<Held>> secrets = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SECRETS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String tenant = rows.getString(1);
                Timestamp until = rows.getTimestamp(4);
                WebhookSecret.open(by, tenant, rows.getString(2), rows.getBytes(3))
                        .ifPresent(secret -> secrets.computeIfAbsent(tenant, key -> new ArrayList<>(2))
                                .add(new Held(secret, until)));
            }
        }
        return secrets;
    }

    @Override
    public void close() {
        reader.shutdownNow();
        pool.close();
    }
}
