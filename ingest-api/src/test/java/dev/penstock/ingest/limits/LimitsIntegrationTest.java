package dev.penstock.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.keys.ApiKeys;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.TenantStanding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Over a streams process that says what the test has it say; through the real engine it is tried by the local stack's tests. */
class LimitsIntegrationTest {
    /** What is answered in turn, the last one for ever. */
    private static final Map<String, Queue<TenantStanding>> SAID = new ConcurrentHashMap<>();

    private static HttpServer engine;
    private static Api api;
    private static String operator;

    private final String tenant = Api.newTenant();
    private final String path = "/v1/tenants/" + tenant;

    @BeforeAll
    static void start() throws IOException {
        EmbeddedStack.shared().createTopics();
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", exchange -> {
            try (exchange) {
                Queue<TenantStanding> said = SAID.get(exchange.getRequestURI().getPath());
                byte[] body = said == null ? new byte[0] : next(said).toByteArray();
                exchange.sendResponseHeaders(said == null ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        engine.start();
        api = new Api(EmbeddedStack.shared()
                .settings()
                .with(
                        SettingNames.QUERY_URLS,
                        "http://127.0.0.1:" + engine.getAddress().getPort()));
        operator = api.newKey(ApiKeys.OPERATORS, Scope.ofOperators());
    }

    @AfterAll
    static void stop() {
        api.close();
        engine.stop(0);
    }

    private static synchronized TenantStanding next(Queue<TenantStanding> said) {
        TenantStanding first = said.element();
        if (said.size() > 1) {
            said.remove();
        }
        return first;
    }

    @Test
    void shouldHandOverAChangeThatTheEngineDoesNotComeTo() {
        says(config(3));

        Answer answer = patch("{\"weight\":2}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo(path);
        assertThat(answer.text("outcome")).isEqualTo("pending");
        assertThat(answer.json().at("/tenant/version").asInt()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAChangeThatLosesAgainstAnother() {
        says(config(3), config(4));

        Answer answer = patch("{\"weight\":2}", "If-Match", "\"3\"");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(412);
        assertThat(answer.text("version")).isEqualTo("4");
        assertThat(answer.header("ETag")).isEqualTo("\"4\"");
    }

    @Test
    void shouldGiveUpWhereOthersComeFirstAgainAndAgain() {
        says(java.util.stream.IntStream.range(3, 60)
                .mapToObj(LimitsIntegrationTest::version)
                .toArray(TenantConfig[]::new));

        Answer answer = patch("{\"weight\":2}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.text("detail")).startsWith("Too many change it at once.");
    }

    @Test
    void shouldSayWhatIsWrongWithHeadersAndParameters() {
        says(config(3));
        assertThat(patch("{\"weight\":2}", "If-Match", "3").text("detail")).contains("such as \"7\", or *");
        assertThat(patch("{\"weight\":2}", "If-Match", "\"99999999999999999999\"")
                        .status())
                .isEqualTo(400);
        assertThat(patch("{\"weight\":2}", "Idempotency-Key", " ").status()).isEqualTo(400);
        assertThat(api.send(api.request(operator, path + "?dryRun=perhaps")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(400);
        assertThat(api.get(operator, "/v1/tenants?limit=501").status()).isEqualTo(400);
    }

    @Test
    void shouldChangeNothingOfATenantThatWasDeleted() {
        says(config(3).toBuilder().setDeleted(true).build());

        assertThat(patch("{\"weight\":2}").text("type")).isEqualTo("/problems/tenant-deleted");
        assertThat(api.get(operator, path).json().path("deleted").asBoolean()).isTrue();
        says(config(Long.MAX_VALUE));
        assertThat(patch("{\"weight\":2}").text("detail")).contains("cannot be used again");
    }

    @Test
    void shouldAnswerAnUnknownTenantAndRole() {
        assertThat(api.get(operator, "/v1/tenants/nobody").status()).isEqualTo(404);
        assertThat(api.get(operator, "/v1/roles/nothing").status()).isEqualTo(404);
        assertThat(api.post(operator, "/v1/tenants", "{\"tenant\":\"" + tenant + "\"}")
                        .text("detail"))
                .startsWith("plan is missing");
    }

    private void says(TenantConfig... configs) {
        Queue<TenantStanding> said = new ArrayDeque<>();
        for (TenantConfig config : configs) {
            said.add(TenantStanding.newBuilder()
                    .setConfig(config.toBuilder().setTenant(tenant))
                    .build());
        }
        SAID.put("/internal/tenants/" + tenant + "/standing", said);
    }

    private static TenantConfig config(long version) {
        return TenantConfig.newBuilder().setPlan("pro").setVersion(version).build();
    }

    private static TenantConfig version(int version) {
        return config(version);
    }

    private Answer patch(String body, String... headers) {
        HttpRequest.Builder request = api.request(operator, path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return api.send(request.method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }
}
