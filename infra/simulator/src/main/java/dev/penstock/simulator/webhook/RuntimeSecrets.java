package dev.penstock.simulator.webhook;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** What the simulated runtimes share with Penstock: a webhook secret of each tenant. */
public final class RuntimeSecrets {
    private final Map<String, WebhookSignature> byTenant = new ConcurrentHashMap<>();

    /** Those in a properties file, a tenant a line. */
    public static RuntimeSecrets in(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        }
        RuntimeSecrets secrets = new RuntimeSecrets();
        lines.stringPropertyNames().forEach(tenant -> secrets.put(tenant, lines.getProperty(tenant)));
        return secrets;
    }

    /**
     * Replaces the tenant's.
     *
     * @throws IllegalArgumentException when {@code secret} is none
     */
    public void put(String tenant, String secret) {
        byTenant.put(tenant, new WebhookSignature(secret));
    }

    Optional<WebhookSignature> of(String tenant) {
        return Optional.ofNullable(byTenant.get(tenant));
    }

    /** Whether the tenant's secret has signed a message of these minutes. */
    public boolean verifies(String tenant, String id, String seconds, String signatures, byte[] body, long nowMillis) {
        return of(tenant)
                .map(secret -> secret.verifies(id, seconds, signatures, body, nowMillis))
                .orElse(false);
    }
}
