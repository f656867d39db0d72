package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.FreePorts;
import dev.penstock.runtime.Database;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LocalStackIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path dir;

    @Test
    void shouldRunATaskFromRestToItsRowAndKeepDataKeysAndLimitsAcrossARestart() throws Exception {
        LocalOptions options =
                LocalOptions.in(dir.resolve("stack")).withPorts(Ports.FREE).withSimulatorScale(0);
        String task;
        String output;
        List<TenantAccess> tenants;
        try (LocalStack stack = LocalStack.start(options, StackListener.SILENT)) {
            tenants = stack.tenants();
            assertThat(tenants)
                    .extracting(TenantAccess::name)
                    .containsExactlyInAnyOrder(
                            "free-florist", "pro-bakery", "agency-north", "enterprise-globex", "pro-flood");
            task = submit(stack);
            Await.until("the row of " + task, LIMIT, () -> stateInDatabase(stack, task)
                    .equals("SUCCEEDED"));
            assertThat(get(stack, stack.simulatorUrl() + "/_sim/stats").statusCode())
                    .isEqualTo(200);
            assertThat(stack.parts()).allMatch(part -> part.state() == PartStatus.State.UP);
            output = Deliverables.await(stack, "pro-bakery", task).getString("output");
            SharedStack.awaitEngine(stack);
            change(stack, "/v1/tenants/pro-bakery", "{\"flow\":\"paused\",\"reason\":\"night\"}");
            change(stack, "/v1/roles/copywriter", "{\"maxConcurrent\":24}");
        }

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(dir.resolve("stack").resolve("api-keys.properties"))))
                .isEqualTo("rw-------");
        try (LocalStack again = LocalStack.start(options, StackListener.SILENT)) {
            assertThat(again.tenants()).isEqualTo(tenants);
            assertThat(stateInDatabase(again, task)).isEqualTo("SUCCEEDED");
            assertThat(get(again, again.apiUrl() + "/v1/tasks/" + task).body()).contains("SUCCEEDED");
            assertThat(Deliverables.await(again, "pro-bakery", task).getString("output"))
                    .isNotEmpty()
                    .isEqualTo(output);
            SharedStack.awaitEngine(again);
            assertThat(asOperator(again, "/v1/tenants/pro-bakery", "GET", "").body())
                    .contains("\"version\":2", "\"flow\":\"paused\"", "\"reason\":\"night\"", "\"by\":\"operator key ");
            assertThat(asOperator(again, "/v1/roles/copywriter", "GET", "").body())
                    .contains("\"maxConcurrent\":24", "\"version\":1", "\"slotsInForce\":" + SharedStack.SLOTS);
        }
    }

    @Test
    void shouldEndTheCallOfACancelledTaskWithinTwoSeconds() throws Exception {
        LocalStack stack = SharedStack.get();
        assertThat(stack.parts()).extracting(PartStatus::name).contains("workers", "workers-2");
        String task = submit(stack, SharedStack.COPY, "[[sim:latency=60s]] Three lines on fresh bread.", 1);
        Await.until(
                "its call",
                LIMIT,
                () -> Journal.call(stack, task).path("outcome").asString("").equals("running"));

        long asked = System.currentTimeMillis();
        assertThat(post(stack, "/v1/tasks/" + task + "/cancel", "").statusCode())
                .isEqualTo(202);
        Await.until(
                "the call's end",
                LIMIT,
                () -> Journal.call(stack, task).path("outcome").asString("").equals("client_gone"));

        assertThat(Journal.call(stack, task).path("endMillis").asLong() - asked).isBetween(0L, 2_000L);
    }

    @Test
    void shouldNameThePortThatIsTakenAndTheSettingToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePorts.next(), 1, InetAddress.getLoopbackAddress())) {
            LocalOptions options =
                    LocalOptions.in(dir.resolve("stack")).withPorts(new Ports(0, taken.getLocalPort(), 0, 0, 0, 0));

            assertThatExceptionOfType(LocalStackException.class)
                    .isThrownBy(() -> LocalStack.start(options, StackListener.SILENT))
                    .withMessageContaining("Port " + taken.getLocalPort() + ", where kafka is to listen, is taken")
                    .withMessageContaining("penstock.local.kafka-port");
        }
    }

    @Test
    void shouldReplayADeadTaskAsItselfOnce() throws Exception {
        LocalStack stack = SharedStack.get();
        // given a task that the provider refuses the first time
        String task = submit(stack, SharedStack.ONE_MODEL, "[[sim:500 times=1]] Three lines on fresh bread.", 1);
        Await.until("its death", LIMIT, () -> stateInDatabase(stack, task).equals("DEAD"));

        // then it is told with its price, and a dry run changes nothing
        assertThat(get(stack, stack.apiUrl() + "/v1/dead-letters").body())
                .contains("\"count\":1,", "\"cause\":\"provider_error\"")
                .containsPattern("\"priceMicros\":[1-9]");
        assertThat(post(stack, "/v1/dead-letters/replay", "{}").body()).contains("\"count\":1,", task);
        assertThat(inDatabase(stack, task, "state || ' ' || attempt || ' ' || replays"))
                .isEqualTo("DEAD 1 0");

        // when
        HttpResponse<String> replay =
                post(stack, "/v1/dead-letters/replay", "{\"cause\":\"provider_error\",\"dryRun\":false}");

        // then
        assertThat(replay.statusCode()).as(replay.body()).isEqualTo(202);
        String progress =
                stack.apiUrl() + replay.headers().firstValue("Location").orElseThrow();
        Await.until("its success", LIMIT, () -> get(stack, progress).body().contains("\"succeeded\":1"));
        assertThat(get(stack, progress).body()).contains("\"state\":\"done\"", "\"left\":0");
        assertThat(inDatabase(stack, task, "state || ' ' || attempt || ' ' || replays || ' ' || (cause IS NULL)"))
                .isEqualTo("SUCCEEDED 2 1 true");
        assertThat(post(stack, "/v1/tasks/" + task + "/replay", "").statusCode())
                .isEqualTo(409);
        assertThat(get(stack, stack.apiUrl() + "/v1/dead-letters").body()).contains("\"count\":0,");
    }

    private static String submit(LocalStack stack) throws Exception {
        return submit(stack, SharedStack.COPY, "Three lines on fresh bread.", 3);
    }

    private static HttpResponse<String> post(LocalStack stack, String path, String body) throws Exception {
        return send(request(stack, stack.apiUrl() + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String submit(LocalStack stack, String role, String input, int maxAttempts) throws Exception {
        String body = "{\"role\":\"" + role + "\",\"tier\":\"normal\",\"maxAttempts\":" + maxAttempts + ",\"input\":\""
                + input + "\"}";
        HttpResponse<String> answer = post(stack, "/v1/tasks", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** What the provider noted of the task's call; nothing before there is one. */
    private static void change(LocalStack stack, String path, String body) throws Exception {
        HttpResponse<String> answer = asOperator(stack, path, "PATCH", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> asOperator(LocalStack stack, String path, String method, String body)
            throws Exception {
        return send(HttpRequest.newBuilder(URI.create(stack.apiUrl() + path))
                .header("Authorization", "Bearer " + stack.info().operatorKey())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> get(LocalStack stack, String url) throws Exception {
        return send(request(stack, url).build());
    }

    private static HttpRequest.Builder request(LocalStack stack, String url) {
        String key = stack.tenants().stream()
                .filter(each -> List.of("pro-bakery", "stack-pro-bakery").contains(each.name()))
                .findFirst()
                .orElseThrow()
                .apiKey();
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String stateInDatabase(LocalStack stack, String task) throws Exception {
        return inDatabase(stack, task, "state");
    }

    private static String inDatabase(LocalStack stack, String task, String what) throws Exception {
        try (HikariDataSource pool = Database.pool(stack.settings(), "test", 1);
                Connection connection = pool.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT " + what + " FROM task_runs WHERE task_id = ?::uuid")) {
            select.setString(1, task);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }
}
