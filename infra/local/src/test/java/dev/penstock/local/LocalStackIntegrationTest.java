package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.FreePorts;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @Test
    void shouldRunATaskFromRestToItsRowAndKeepDataAndKeysAcrossARestart() throws Exception {
        LocalOptions options =
                LocalOptions.in(dir.resolve("stack")).withPorts(Ports.FREE).withSimulatorScale(0);
        String task;
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
        }

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(dir.resolve("stack").resolve("api-keys.properties"))))
                .isEqualTo("rw-------");
        try (LocalStack again = LocalStack.start(options, StackListener.SILENT)) {
            assertThat(again.tenants()).isEqualTo(tenants);
            assertThat(stateInDatabase(again, task)).isEqualTo("SUCCEEDED");
            assertThat(get(again, again.apiUrl() + "/v1/tasks/" + task).body()).contains("SUCCEEDED");
        }
    }

    @Test
    void shouldBringBackAppsOfTheirOwnProcessesWhenTheyAreKilled() throws Exception {
        LocalOptions options = LocalOptions.in(dir.resolve("stack"))
                .withPorts(Ports.FREE)
                .withProcesses(true)
                .withSimulatorScale(0);
        try (LocalStack stack = LocalStack.start(options, StackListener.SILENT)) {
            String before = submit(stack);
            Await.until("the row of " + before, LIMIT, () -> stateInDatabase(stack, before)
                    .equals("SUCCEEDED"));
            for (String name : List.of("workers", "streams", "simulator")) {
                ProcessHandle process =
                        ProcessHandle.of(part(stack, name).pid()).orElseThrow();
                assertThat(process.pid()).isNotEqualTo(ProcessHandle.current().pid());
                process.destroyForcibly();
                process.onExit().get();
            }

            for (String name : List.of("workers", "streams", "simulator")) {
                Await.until(
                        name + " to come back",
                        LIMIT,
                        () -> part(stack, name).restarts() == 1
                                && part(stack, name).state() == PartStatus.State.UP);
            }
            String task = submit(stack);
            Await.until("the row of " + task, LIMIT, () -> stateInDatabase(stack, task)
                    .equals("SUCCEEDED"));
            assertThat(get(stack, stack.simulatorUrl() + "/_sim/journal").body())
                    .as("the bill of the killed simulator, and of the one that came after it")
                    .contains(before, task);
        }
    }

    @Test
    void shouldEndTheCallOfACancelledTaskWithinTwoSecondsThoughTheEngineIsHeldUp() throws Exception {
        LocalOptions options = LocalOptions.in(dir.resolve("stack"))
                .withPorts(Ports.FREE)
                .withProcesses(true)
                .withSetting(SettingNames.LOCAL_WORKERS, "2");
        try (LocalStack stack = LocalStack.start(options, StackListener.SILENT)) {
            assertThat(stack.parts()).extracting(PartStatus::name).contains("workers", "workers-2");
            String task = submit(stack, "[[sim:latency=60s]] Three lines on fresh bread.", 1);
            Await.until("its call", LIMIT, () -> journal(stack).contains("running"));
            Await.until("its row", LIMIT, () -> stateInDatabase(stack, task).equals("RUNNING"));

            signal("-STOP", part(stack, "streams").pid());
            try {
                long asked = System.currentTimeMillis();
                assertThat(post(stack, "/v1/tasks/" + task + "/cancel", "").statusCode())
                        .isEqualTo(202);
                Await.until("the call's end", LIMIT, () -> journal(stack).contains("client_gone"));

                Matcher end = Pattern.compile("\"endMillis\":(\\d+)").matcher(journal(stack));
                assertThat(end.find()).isTrue();
                assertThat(Long.parseLong(end.group(1)) - asked).isLessThan(2_000);
                assertThat(stateInDatabase(stack, task)).isEqualTo("RUNNING");
            } finally {
                signal("-CONT", part(stack, "streams").pid());
            }
            Await.until("the engine's word", LIMIT, () -> stateInDatabase(stack, task)
                    .equals("CANCELLED"));
        }
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
        // With one provider alone, as with others the task would go on there.
        LocalOptions options = LocalOptions.in(dir.resolve("stack"))
                .withPorts(Ports.FREE)
                .withSimulatorScale(0)
                .withAdapter("anthropic");
        try (LocalStack stack = LocalStack.start(options, StackListener.SILENT)) {
            // given a task that the provider refuses the first time
            String task = submit(stack, "[[sim:500 times=1]] Three lines on fresh bread.", 1);
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
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static PartStatus part(LocalStack stack, String name) {
        return stack.info().part(name).orElseThrow();
    }

    private static String submit(LocalStack stack) throws Exception {
        return submit(stack, "Three lines on fresh bread.", 3);
    }

    private static HttpResponse<String> post(LocalStack stack, String path, String body) throws Exception {
        return send(request(stack, stack.apiUrl() + path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String submit(LocalStack stack, String input, int maxAttempts) throws Exception {
        String body = "{\"role\":\"copywriter\",\"tier\":\"normal\",\"maxAttempts\":" + maxAttempts + ",\"input\":\""
                + input + "\"}";
        HttpResponse<String> answer = post(stack, "/v1/tasks", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String journal(LocalStack stack) throws Exception {
        return get(stack, stack.simulatorUrl() + "/_sim/journal").body();
    }

    private static HttpResponse<String> get(LocalStack stack, String url) throws Exception {
        return send(request(stack, url).build());
    }

    private static HttpRequest.Builder request(LocalStack stack, String url) {
        String key = stack.info().tenant("pro-bakery").orElseThrow().apiKey();
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
