package dev.penstock.local;

import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.ProviderKeys;
import dev.penstock.runtime.secret.WebhookSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a stack, made when it starts first and kept in its folder, readable for its owner only. */
final class LocalKeys {
    private LocalKeys() {}

    /** Makes those that are missing. */
    static void ensure(Layout layout, List<LocalTenant> tenants) throws IOException {
        if (!Files.exists(layout.callbackKeys())) {
            PrivateFile.writeText(layout.callbackKeys(), Keyring.generate() + "\n");
        }
        if (!Files.exists(layout.providerPublicKey()) || !Files.exists(layout.providerPrivateKey())) {
            ProviderKeys.Generated pair = ProviderKeys.generate();
            PrivateFile.writeText(layout.providerPrivateKey(), pair.privatePem());
            PrivateFile.writeText(layout.providerPublicKey(), pair.publicPem());
        }
        Map<String, String> secrets = new TreeMap<>(PrivateFile.read(layout.webhookSecrets()));
        tenants.stream()
                .filter(tenant -> !tenant.runtimeRoles().isEmpty())
                .forEach(tenant -> secrets.computeIfAbsent(
                        tenant.name(), name -> WebhookSecret.generate().text()));
        PrivateFile.write(layout.webhookSecrets(), secrets);
    }

    /** By tenant, of those that have a runtime of their own. */
    static Map<String, String> webhookSecrets(Layout layout) throws IOException {
        return PrivateFile.read(layout.webhookSecrets());
    }
}
