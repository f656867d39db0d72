package dev.penstock.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderKeysTest {
    private static final String API_KEY = "sk-test-0123456789";

    @TempDir
    Path folder;

    private final ProviderKeys.Generated pair = ProviderKeys.generate();

    @Test
    void shouldOpenWithThePrivateKeyWhatWasSealedWithThePublicOne() throws Exception {
        byte[] sealed = sealer(pair).seal("acme", "openai", API_KEY);

        assertThat(opener(pair.privatePem()).open("acme", "openai", sealed)).contains(API_KEY);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(API_KEY);
    }

    @Test
    void shouldNotOpenForAnotherTenantOrProvider() throws Exception {
        byte[] sealed = sealer(pair).seal("acme", "openai", API_KEY);
        ProviderKeys.Opener opener = opener(pair.privatePem());

        assertThat(opener.open("bolt", "openai", sealed)).isEmpty();
        assertThat(opener.open("acme", "anthropic", sealed)).isEmpty();
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThat(opener.open("acme", "openai", changed)).isEmpty();
        }
    }

    @Test
    void shouldSealTheSameEachTimeAnew() throws Exception {
        ProviderKeys.Sealer sealer = sealer(pair);

        assertThat(sealer.seal("acme", "openai", API_KEY)).isNotEqualTo(sealer.seal("acme", "openai", API_KEY));
    }

    @Test
    void shouldGoOnOpeningAfterTheKeyWasReplaced() throws Exception {
        byte[] old = sealer(pair).seal("acme", "openai", API_KEY);
        ProviderKeys.Generated fresh = ProviderKeys.generate();
        byte[] recent = sealer(fresh).seal("acme", "openai", "sk-fresh");

        ProviderKeys.Opener both = opener(fresh.privatePem() + pair.privatePem());

        assertThat(both.open("acme", "openai", old)).contains(API_KEY);
        assertThat(both.open("acme", "openai", recent)).contains("sk-fresh");
        assertThat(opener(fresh.privatePem()).open("acme", "openai", old)).isEmpty();
    }

    @Test
    void shouldNotLetTheApiOpenAnything() throws Exception {
        Path file = Files.writeString(folder.resolve("public.pem"), pair.publicPem());

        assertThatThrownBy(() -> ProviderKeys.Opener.of(
                        Settings.of(Map.of(SettingNames.PROVIDER_KEYS_PRIVATE, file.toString()))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("PRIVATE KEY");
    }

    @Test
    void shouldNotShowThePrivateKey() {
        assertThat(pair.toString()).doesNotContain("PRIVATE");
    }

    private ProviderKeys.Sealer sealer(ProviderKeys.Generated keys) throws Exception {
        Path file = Files.writeString(folder.resolve("public.pem"), keys.publicPem());
        return ProviderKeys.Sealer.of(Settings.of(Map.of(SettingNames.PROVIDER_KEYS_PUBLIC, file.toString())))
                .orElseThrow();
    }

    private ProviderKeys.Opener opener(String pem) throws Exception {
        Path file = Files.writeString(folder.resolve("private.pem"), pem);
        return ProviderKeys.Opener.of(Settings.of(Map.of(SettingNames.PROVIDER_KEYS_PRIVATE, file.toString())))
                .orElseThrow();
    }
}
