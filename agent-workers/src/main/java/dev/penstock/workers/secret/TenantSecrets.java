package dev.penstock.workers.secret;

import dev.penstock.runtime.secret.WebhookSecret;
import java.util.List;

/** What tenants have entrusted to Penstock. Never to be logged. */
public interface TenantSecrets extends AutoCloseable {
    /** Of an installation that keeps none. */
    TenantSecrets NONE = new TenantSecrets() {
        @Override
        public String providerKey(String tenant, String provider) {
            return "";
        }

        @Override
        public List<WebhookSecret> webhookSecrets(String tenant) {
            return List.of();
        }
    };

    /** The tenant's own key to a provider; empty for none. */
    String providerKey(String tenant, String provider);

    /** Those that hold now, the newest first. */
    List<WebhookSecret> webhookSecrets(String tenant);

    @Override
    default void close() {}
}
