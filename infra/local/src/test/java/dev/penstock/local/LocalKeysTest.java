package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.ProviderKeys;
import dev.penstock.runtime.secret.WebhookSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeysTest {
    private static final List<LocalTenant> TENANTS = List.of(
            new LocalTenant("pro-bakery", LocalTenant.Plan.PRO),
            new LocalTenant("globex", LocalTenant.Plan.ENTERPRISE, Set.of("data-analyst")));

    @TempDir
    Path dir;

    @Test
    void shouldMakeKeysThatItsOwnerAloneCanReadAndThatFitTogether() throws Exception {
        Layout layout = new Layout(dir);
        LocalKeys.ensure(layout, TENANTS);

        for (Path file : List.of(
                layout.callbackKeys(),
                layout.providerPrivateKey(),
                layout.providerPublicKey(),
                layout.webhookSecrets())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
        Settings settings = Settings.of(Map.of(
                SettingNames.CALLBACK_KEYS, layout.callbackKeys().toString(),
                SettingNames.PROVIDER_KEYS_PUBLIC, layout.providerPublicKey().toString(),
                SettingNames.PROVIDER_KEYS_PRIVATE, layout.providerPrivateKey().toString()));
        assertThat(Keyring.of(settings)).isPresent();
        byte[] sealed = ProviderKeys.Sealer.of(settings).orElseThrow().seal("globex", "openai", "sk-1");
        assertThat(ProviderKeys.Opener.of(settings).orElseThrow().open("globex", "openai", sealed))
                .hasValue("sk-1");
        assertThat(LocalKeys.webhookSecrets(layout)).containsOnlyKeys("globex");
        assertThat(LocalKeys.webhookSecrets(layout).values())
                .allMatch(text -> WebhookSecret.parse(text).isPresent());
    }

    @Test
    void shouldKeepThoseThatAreThere() throws Exception {
        Layout layout = new Layout(dir);
        LocalKeys.ensure(layout, TENANTS);
        String keys = Files.readString(layout.callbackKeys());
        String pair = Files.readString(layout.providerPrivateKey()) + Files.readString(layout.providerPublicKey());
        Map<String, String> secrets = LocalKeys.webhookSecrets(layout);

        LocalKeys.ensure(layout, TENANTS);

        assertThat(Files.readString(layout.callbackKeys())).isEqualTo(keys);
        assertThat(Files.readString(layout.providerPrivateKey()) + Files.readString(layout.providerPublicKey()))
                .isEqualTo(pair);
        assertThat(LocalKeys.webhookSecrets(layout)).isEqualTo(secrets);
    }
}
