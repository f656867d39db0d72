package dev.penstock.ingest.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.embedded.FreePorts;
import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.TaskRows;
import dev.penstock.runtime.SettingNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Over a streams process that says what the test has it say. */
class WhyIntegrationTest {
    private static final Map<String, String> SAID = new ConcurrentHashMap<>();
    private static final String UNAVAILABLE = "unavailable";

    private static HttpServer engine;
    private static Api api;

    private final String tenant = Api.newTenant();
    private final String key = api.newKey(tenant);
    private final UUID task = UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        EmbeddedStack.shared().createTopics();
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", exchange -> {
            try (exchange) {
                String said = SAID.get(exchange.getRequestURI().getPath());
                byte[] body = (said == null ? "{\"message\":\"unknown\"}" : said).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(said == null ? 404 : said.equals(UNAVAILABLE) ? 503 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        engine.start();
        // Nobody listens at the first.
        api = new Api(EmbeddedStack.shared()
                .settings()
                .with(
                        SettingNames.QUERY_URLS,
                        "http://127.0.0.1:" + FreePorts.next() + ", http://127.0.0.1:"
                                + engine.getAddress().getPort()));
    }

    @AfterAll
    static void stop() {
        api.close();
        engine.stop(0);
    }

    @Test
    void shouldTellWhatTheEngineSays() {
        SAID.put(path(), """
                {"id":"%s","role":"copywriter","tier":"normal","state":"QUEUED","attempt":0,"maxAttempts":3,
                 "since":"2026-11-02T08:00:00Z","now":"2026-11-02T08:00:09.500Z","ahead":2,
                 "holds":[{"limit":"lane_cap","text":"It is full.","live":2,"cap":2},{"limit":"behind","text":"2 go first.","ahead":2}],
                 "prediction":{"startsAt":"2026-11-02T08:01:00Z","basis":"lane_pace","millisPerTask":20000},
                 "configVersion":7,"added":"later"}""".formatted(task));

        Answer answer = why();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("text")).isEqualTo("It is full.");
        assertThat(answer.text("state")).isEqualTo("QUEUED");
        assertThat(answer.text("since")).isEqualTo("2026-11-02T08:00:00Z");
        assertThat(answer.json().at("/holds/0/limit").asString()).isEqualTo("lane_cap");
        assertThat(answer.json().at("/holds/0/cap").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/holds/0/until").isMissingNode()).isTrue();
        assertThat(answer.json().at("/prediction/startsAt").asString()).isEqualTo("2026-11-02T08:01:00Z");
        assertThat(answer.json().path("configVersion").asInt()).isEqualTo(7);
    }

    @Test
    void shouldTellWhyATaskWasRefused() throws Exception {
        TaskRows.insert(api.database(), tenant, task, "REJECTED");
        try (Connection connection = api.database().getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE task_runs SET cause = 'backlog_full', message = 'Too many wait' WHERE task_id = ?")) {
            update.setObject(1, task);
            update.executeUpdate();
        }

        Answer answer = why();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("state")).isEqualTo("REJECTED");
        assertThat(answer.text("cause")).isEqualTo("backlog_full");
        assertThat(answer.text("text")).isEqualTo("It was refused: Too many wait");
        assertThat(answer.json().path("holds")).isEmpty();
    }

    @Test
    void shouldTellHowATaskEndedEvenWhenTheEngineIsAway() {
        TaskRows.insert(api.database(), tenant, task, "SUCCEEDED");
        SAID.put(path(), UNAVAILABLE);

        assertThat(why().text("text")).isEqualTo("It has ended, SUCCEEDED.");
    }

    @Test
    void shouldSayThatTheEngineCannotBeAsked() {
        TaskRows.insert(api.database(), tenant, task, "QUEUED");
        SAID.put(path(), UNAVAILABLE);
        SAID.put("/internal/tenants/" + tenant + "/summary", UNAVAILABLE);

        for (String asked : new String[] {"/v1/tasks/" + task + "/why", "/v1/lanes"}) {
            Answer answer = api.get(key, asked);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(answer.text("detail")).contains("The engine cannot be asked now");
        }
    }

    @Test
    void shouldKnowNoTaskOfAnotherTenant() {
        UUID other = UUID.randomUUID();
        TaskRows.insert(api.database(), Api.newTenant(), other, "QUEUED");

        assertThat(api.get(key, "/v1/tasks/" + other + "/why").status()).isEqualTo(404);
        assertThat(why().status()).isEqualTo(404);
        assertThat(api.get(key, "/v1/tasks/no-id/why").status()).isEqualTo(404);
        assertThat(api.get("", "/v1/tasks/" + task + "/why").status()).isEqualTo(401);
    }

    @Test
    void shouldTellHowLanesStand() {
        SAID.put("/internal/tenants/" + tenant + "/summary", """
                {"tenant":"%s","plan":"pro","configVersion":1,"now":"2026-11-02T08:00:09.500Z","flow":"open","pending":3,"live":2,"cap":0,
                 "month":{"spentMicros":1,"unknownMicros":2,"reservedMicros":3,"budgetMicros":4},
                 "lanes":[{"role":"copywriter","queued":{"urgent":0,"normal":2,"batch":1},"live":2,"cap":2,
                           "window":{"unstarted":1,"size":16},"oldestSince":"2026-11-02T08:00:00Z","oldestWaitedMillis":9500,
                           "holds":[{"limit":"lane_cap","text":"It is full.","live":2,"cap":2}]}]}""".formatted(tenant));

        Answer answer = api.get(key, "/v1/lanes");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().at("/lanes/0/queued/normal").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/lanes/0/oldestWaitedMillis").asInt()).isEqualTo(9_500);
        assertThat(answer.json().at("/month/budgetMicros").asInt()).isEqualTo(4);
        assertThat(api.get(api.newKey(Api.newTenant()), "/v1/lanes").status()).isEqualTo(404);
    }

    private String path() {
        return "/internal/tenants/" + tenant + "/tasks/" + task + "/why";
    }

    private Answer why() {
        return api.get(key, "/v1/tasks/" + task + "/why");
    }
}
