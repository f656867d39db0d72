package dev.penstock.ingest.secrets;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.runtime.secret.ProviderKeys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code provider_keys}: tenants' own keys, sealed so that workers alone can open them. */
public final class ProviderKeyTable {
    private static final int HINT_CHARS = 4;

    /** A shorter key would be told by its hint. */
    private static final int HINTED_FROM_CHARS = 20;

    private final JdbcClient jdbc;
    private final ProviderKeys.@Nullable Sealer sealer;

    /** @param sealer null where the operator has set none up */
    public ProviderKeyTable(JdbcClient jdbc, ProviderKeys.@Nullable Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    SecretViews.ProviderKey put(String tenant, String provider, String key) {
        ProviderKeys.Sealer seals = Optional.ofNullable(sealer).orElseThrow(() -> Problem.of(
                        ProblemType.NOT_SET_UP, "The operator has set up no key to seal providers' keys with.")
                .exception());
        String hint = key.length() < HINTED_FROM_CHARS ? "" : key.substring(key.length() - HINT_CHARS);
        jdbc.sql("INSERT INTO provider_keys (tenant, provider, sealed, hint) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tenant, provider) DO UPDATE SET sealed = EXCLUDED.sealed, hint = EXCLUDED.hint,"
                        + " updated_at = now()")
                .params(tenant, provider, seals.seal(tenant, provider, key), hint)
                .update();
        return list(tenant).stream()
                .filter(view -> view.provider().equals(provider))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND, "The key was deleted meanwhile.")
                        .exception());
    }

    List<SecretViews.ProviderKey> list(String tenant) {
        return jdbc.sql("SELECT provider, hint, updated_at FROM provider_keys WHERE tenant = ? ORDER BY provider")
                .param(tenant)
                .query((row, index) -> new SecretViews.ProviderKey(
                        row.getString(1),
                        row.getString(2),
                        row.getTimestamp(3).toInstant().toString()))
                .list();
    }

    /** False when there is none. */
    boolean delete(String tenant, String provider) {
        return jdbc.sql("DELETE FROM provider_keys WHERE tenant = ? AND provider = ?")
                        .params(tenant, provider)
                        .update()
                > 0;
    }
}
