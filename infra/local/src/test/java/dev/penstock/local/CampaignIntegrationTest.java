package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.Await;
import dev.penstock.runtime.Database;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Campaigns through the whole stack: API, engine, workers, provider, projection. */
class CampaignIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static LocalStack stack;
    private static HikariDataSource database;

    private final String campaign = "c-" + UUID.randomUUID();

    private record Run(
            String name,
            String state,
            List<UUID> after,
            Instant startedAt,
            Instant endedAt,
            String output,
            long tokens) {}

    @BeforeAll
    static void start() {
        stack = SharedStack.get();
        database = Database.pool(stack.settings(), "test", 1);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void shouldRunWhatWasPlannedInOrderEachOnItsParentsResults() throws Exception {
        begin("Sell 200 starter kits by May.");
        awaitState("SUCCEEDED");

        Map<UUID, Run> runs = runs();
        assertThat(runs).hasSizeGreaterThanOrEqualTo(5);
        runs.values().forEach(run -> run.after().stream().map(runs::get).forEach(parent -> assertThat(run.startedAt())
                .as("%s after %s", run.name(), parent.name())
                .isAfterOrEqualTo(parent.endedAt())));
        Map<String, Run> byName =
                runs.values().stream().collect(Collectors.toMap(Run::name, Function.identity(), (a, b) -> a));
        long results = byName.get("facts").output().length()
                + byName.get("keywords").output().length();
        // The simulator counts four characters a token. Their own briefs differ by a few dozens.
        assertThat(byName.get("landing-page").tokens())
                .isGreaterThan(byName.get("facts").tokens() + results / 4 - 60);
        assertThat(body("GET", "/v1/campaigns/" + campaign))
                .contains("\"total\":" + runs.size())
                .contains("\"succeeded\":" + runs.size());
    }

    @Test
    void shouldFailAPlannerWhosePlanGoesInCirclesAndSayWhy() throws Exception {
        begin("Sell 200 starter kits by May. [[sim:plan=cycle]]");
        awaitState("FAILED");

        assertThat(runs().values()).singleElement().satisfies(run -> assertThat(run.state())
                .isEqualTo("DEAD"));
        assertThat(body("GET", "/v1/campaigns/" + campaign))
                .contains("\"cause\":\"invalid_plan\"")
                .contains("Tasks wait for each other in a circle, or for such: facts");
    }

    @Test
    void shouldCancelWhatIsLeft() throws Exception {
        begin("Sell 200 starter kits by May. [[sim:plan=hang]]");
        Await.until("a planned task to run", LIMIT, () -> runs().values().stream()
                .anyMatch(run -> !run.name().isEmpty() && run.state().equals("RUNNING")));

        assertThat(send("DELETE", "/v1/campaigns/" + campaign, "").statusCode()).isEqualTo(202);

        awaitState("CANCELLED");
        assertThat(runs().values())
                .allSatisfy(run -> assertThat(run.state()).isEqualTo(run.name().isEmpty() ? "SUCCEEDED" : "CANCELLED"));
        assertThat(body("GET", "/v1/campaigns/" + campaign)).contains("\"cancelReason\":\"requested\"");
        assertThat(send("DELETE", "/v1/campaigns/" + campaign, "").statusCode()).isEqualTo(409);
    }

    private void begin(String goal) throws Exception {
        HttpResponse<String> answer =
                send("POST", "/v1/campaigns", "{\"goal\":\"" + goal + "\",\"campaign\":\"" + campaign + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private void awaitState(String state) {
        Await.until("the campaign to be " + state, LIMIT, () -> body("GET", "/v1/campaigns/" + campaign)
                .contains("\"state\":\"" + state + "\",\"total\""));
    }

    private static String body(String method, String path) throws Exception {
        return send(method, path, "").body();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        String key = stack.info().tenant("campaign-agency-north").orElseThrow().apiKey();
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.apiUrl() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private Map<UUID, Run> runs() throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT task_id, name, state, after, started_at, ended_at, output, input_tokens FROM task_runs"
                                + " WHERE campaign = ? AND counts")) {
            select.setString(1, campaign);
            Map<UUID, Run> runs = new java.util.HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    List<UUID> after = new ArrayList<>(
                            List.of((UUID[]) rows.getArray("after").getArray()));
                    runs.put(
                            rows.getObject("task_id", UUID.class),
                            new Run(
                                    rows.getString("name"),
                                    rows.getString("state"),
                                    after,
                                    time(rows, "started_at"),
                                    time(rows, "ended_at"),
                                    String.valueOf(rows.getString("output")),
                                    rows.getLong("input_tokens")));
                }
            }
            return runs;
        }
    }

    /** The end of times for what has not come. */
    private static Instant time(ResultSet rows, String column) throws Exception {
        java.sql.Timestamp at = rows.getTimestamp(column);
        return at == null ? Instant.MAX : at.toInstant();
    }
}
