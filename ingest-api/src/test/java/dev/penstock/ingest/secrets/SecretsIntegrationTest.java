package dev.penstock.ingest.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.ProviderKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsIntegrationTest {
    private static final String API_KEY = "sk-proj-abcdefghijklmnop-1234";

    @TempDir
    static Path folder;

    private static Api api;
    private static ProviderKeys.Generated pair;

    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);

    @BeforeAll
    static void start() throws Exception {
        EmbeddedStack.shared().createTopics();
        pair = ProviderKeys.generate();
        Path publicKey = Files.writeString(folder.resolve("public.pem"), pair.publicPem());
        Path callbackKeys = Files.writeString(folder.resolve("callback-keys"), Keyring.generate());
        api = new Api(EmbeddedStack.shared()
                .settings()
                .with(SettingNames.PROVIDER_KEYS_PUBLIC, publicKey.toString())
                .with(SettingNames.CALLBACK_KEYS, callbackKeys.toString()));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void shouldStoreAKeyThatWorkersAloneCanOpen() throws Exception {
        Answer put = put("/v1/provider-keys/openai", "{\"key\":\"" + API_KEY + "\"}");

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.body()).doesNotContain(API_KEY);
        assertThat(put.text("hint")).isEqualTo("1234");
        byte[] sealed = sealed();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(API_KEY);
        Path file = Files.writeString(folder.resolve(tenant + ".pem"), pair.privatePem());
        assertThat(ProviderKeys.Opener.of(Settings.of(Map.of(SettingNames.PROVIDER_KEYS_PRIVATE, file.toString())))
                        .orElseThrow()
                        .open(tenant, "openai", sealed))
                .contains(API_KEY);
    }

    @Test
    void shouldShowAndWithdrawATenantsOwnKeysAlone() {
        put("/v1/provider-keys/anthropic", "{\"key\":\"" + API_KEY + "\"}");
        String other = api.newKey(Api.newTenant());

        assertThat(api.get(key, "/v1/provider-keys").json().path("keys").size()).isEqualTo(1);
        assertThat(api.get(other, "/v1/provider-keys").json().path("keys").size())
                .isZero();
        assertThat(delete(other, "/v1/provider-keys/anthropic").status()).isEqualTo(404);
        assertThat(delete(key, "/v1/provider-keys/anthropic").status()).isEqualTo(204);
        assertThat(delete(key, "/v1/provider-keys/anthropic").status()).isEqualTo(404);
    }

    @Test
    void shouldRefuseWhatIsNoKeyWithoutRepeatingIt() {
        for (String body :
                new String[] {"{\"key\":\"short\"}", "{}", "{\"key\":\"with a space in it\"}", "sk-secret"}) {
            Answer answer = put("/v1/provider-keys/openai", body);
            assertThat(answer.status()).isIn(400, 422);
            assertThat(answer.body()).doesNotContain("with a space").doesNotContain("sk-secret");
        }
        assertThat(put("/v1/provider-keys/gemini", "{\"key\":\"" + API_KEY + "\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldRotateWebhookSecrets() {
        Answer first = api.post(key, "/v1/webhook-secrets", "");
        Answer second = api.post(key, "/v1/webhook-secrets", "{\"overlapSeconds\":60}");

        assertThat(first.text("secret")).startsWith("whsec_").isNotEqualTo(second.text("secret"));
        Answer listed = api.get(key, "/v1/webhook-secrets");
        assertThat(listed.body()).doesNotContain("whsec_");
        assertThat(listed.json().path("secrets").size()).isEqualTo(2);
        assertThat(listed.json().path("secrets").get(0).path("id").asString()).isEqualTo(second.text("id"));
        assertThat(listed.json().path("secrets").get(1).path("expiresAt").asString(""))
                .isNotEmpty();
        assertThat(delete(key, "/v1/webhook-secrets/" + first.text("id")).status())
                .isEqualTo(204);
    }

    @Test
    void shouldBoundTheSecretsOfATenant() {
        for (int made = 0; made < WebhookSecrets.MAX; made++) {
            assertThat(api.post(key, "/v1/webhook-secrets", "").status()).isEqualTo(201);
        }

        assertThat(api.post(key, "/v1/webhook-secrets", "").status()).isEqualTo(422);
    }

    @Test
    void shouldAskForTheScope() {
        String reader = api.newKey(tenant, Set.of(Scope.TASKS_READ, Scope.TASKS_WRITE));

        assertThat(api.get(reader, "/v1/provider-keys").status()).isEqualTo(403);
        assertThat(api.post(reader, "/v1/webhook-secrets", "").status()).isEqualTo(403);
    }

    private Answer put(String path, String body) {
        return api.send(api.request(key, path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    private static Answer delete(String by, String path) {
        return api.send(api.request(by, path).DELETE());
    }

    private byte[] sealed() throws Exception {
        try (Connection connection = api.database().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT sealed FROM provider_keys WHERE tenant = ?")) {
            select.setString(1, tenant);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getBytes(1);
            }
        }
    }
}
