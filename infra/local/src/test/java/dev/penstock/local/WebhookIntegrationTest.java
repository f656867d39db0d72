package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditOptions;
import dev.penstock.audit.AuditReport;
import dev.penstock.audit.Auditor;
import dev.penstock.embedded.Await;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.TenantConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tasks from REST to a tenant's own runtime and back by its callbacks, through apps in processes of their own, some of which are killed; a worker has one slot. */
class WebhookIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String TENANT = "enterprise-globex";
    private static final String ROLE = Roles.DATA_ANALYST;

    /** One whose output has to satisfy a schema. */
    private static final String CHECKED = Roles.CONTENT_RESEARCHER;

    private static final String ROLES_FILE = """
            roles:
              content-researcher:
                chain: [anthropic/claude-sonnet-5-5]
                max-tokens: 8000
                timeout-seconds: 300
                estimate: {input-tokens: 100, output-tokens: 100}
                system: You count.
                output-schema: {type: object, required: [total], properties: {total: {type: integer}}}
            """;

    private static final int WAITING = 20;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path dir;

    private static LocalStack stack;
    private static HttpClient http;

    /** An answer to a callback: what was said, and the status. */
    private record Said(int attempt, String what, int status) {}

    @BeforeAll
    static void start() throws Exception {
        stack = LocalStack.start(
                LocalOptions.in(dir.resolve("stack"))
                        .withPorts(Ports.FREE)
                        .withProcesses(true)
                        .withSimulatorScale(0)
                        .withLease(Duration.ofSeconds(3))
                        .withWorkerSlots(1)
                        .withSetting(SettingNames.WORKER_MAX_ATTEMPTS, "1")
                        .withSetting(
                                SettingNames.WORKER_ROLES,
                                Files.writeString(dir.resolve("roles.yaml"), ROLES_FILE)
                                        .toString()),
                StackListener.SILENT);
        http = HttpClient.newHttpClient();
        widenTheLane();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            AuditReport audit =
                    Auditor.of(stack.kafkaBootstrap()).audit(AuditOptions.DEFAULT.withQuiet(true), List.of());
            assertThat(audit.results()).as("what the callbacks left on the log").allMatch(each -> each.holds());
            assertThat(audit.openTasks()).isZero();
        } finally {
            http.close();
            stack.close();
        }
    }

    @Test
    void shouldHoldNeitherSlotNorWorkerWhileTwentyTasksWaitForTheirCallbacks() throws Exception {
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            tasks.add(submit("[[sim:callback=held]] Count " + i));
        }
        Await.until("all to be with the runtime", LIMIT, () -> running() == WAITING);
        // The only slot is free when this one, the last in its lane, has come to its end.
        String last = submit("[[sim:callback=none]] Count what is left");
        Await.until("a task beside them", LIMIT, () -> state(last).equals("SUCCEEDED"));
        assertThat(running()).isEqualTo(WAITING);
        assertThat(tasks).allSatisfy(task -> assertThat(state(task)).isEqualTo("RUNNING"));

        killAndAwait("workers");
        assertThat(running()).isEqualTo(WAITING);
        release();

        for (String task : tasks) {
            Await.until("the end of " + task, LIMIT, () -> state(task).equals("SUCCEEDED"));
            JsonNode view = task(task);
            assertThat(view.path("attempt").asInt()).isEqualTo(1);
            assertThat(view.path("output").asString("")).isNotEmpty();
            assertThat(awaitSaid(task, 1)).singleElement().satisfies(said -> {
                assertThat(said.what()).isEqualTo("complete");
                assertThat(said.status()).isIn(200, 202);
            });
        }
        assertThat(Journal.calls(stack))
                .allSatisfy(call -> assertThat(call.path("laneCalls").asInt()).isLessThanOrEqualTo(WAITING + 1));
    }

    @Test
    void shouldAnswerTheSameAgainAlikeAndSomethingElseWithAConflict() throws Exception {
        String twice = succeeded(submit("[[sim:callback=twice]] Count"));
        String conflict = succeeded(submit("[[sim:callback=conflict]] Count"));

        List<Said> same = awaitSaid(twice, 2);
        assertThat(same).extracting(Said::what).containsExactly("complete", "complete");
        assertThat(same.getFirst().status()).isIn(200, 202);
        assertThat(same.getLast().status()).isLessThanOrEqualTo(same.getFirst().status());
        List<Said> other = awaitSaid(conflict, 2);
        assertThat(other.getLast()).isEqualTo(new Said(1, "fail", 409));
    }

    @Test
    void shouldRefuseForgedCallbacks() throws Exception {
        String signature = succeeded(submit("[[sim:callback=forged-signature]] Count"));
        String token = succeeded(submit("[[sim:callback=forged-token]] Count"));

        assertThat(said(signature)).contains(new Said(1, "forged-fail", 401));
        assertThat(said(token)).contains(new Said(1, "forged-fail", 404));
    }

    @Test
    void shouldTellALateCallbackThatItsAttemptIsOverAndTakeTheNext() throws Exception {
        String late = succeeded(submit("[[sim:callback=late patience=1 times=1]] Count"));
        String never = succeeded(submit("[[sim:callback=never patience=1 times=1]] Count"));

        assertThat(awaitSaid(late, 2)).contains(new Said(1, "complete", 410));
        assertThat(task(late).path("attempt").asInt()).isEqualTo(2);
        assertThat(task(never).path("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void shouldKeepOneAliveThatTellsOfItsProgress() throws Exception {
        // It works for longer than it may be silent.
        String task = succeeded(submit("[[sim:latency=8s progress=5 patience=5]] Count"));

        assertThat(task(task).path("attempt").asInt()).isEqualTo(1);
        assertThat(awaitSaid(task, 6)).hasSize(6).allSatisfy(said -> assertThat(said.status())
                .isIn(200, 202));
    }

    @Test
    void shouldEndOrRetryWhatTheRuntimeFails() throws Exception {
        String failed = submit("[[sim:callback=fail]] Count");
        String gone = submit("[[sim:410]] Count");
        String retried = succeeded(submit("[[sim:callback=retry times=1]] Count"));
        String broken = succeeded(submit("[[sim:500 times=1]] Count"));

        Await.until("its death", LIMIT, () -> state(failed).equals("DEAD"));
        Await.until("its death", LIMIT, () -> state(gone).equals("DEAD"));
        assertThat(task(failed).path("cause").asString()).isEqualTo("oven_broken");
        assertThat(task(gone).path("cause").asString()).isEqualTo("not_found");
        assertThat(task(retried).path("attempt").asInt()).isEqualTo(2);
        assertThat(task(broken).path("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void shouldTellTheRuntimeWhatWasCancelledAndTakeNoWordOfItAnyMore() throws Exception {
        String task = submit("[[sim:callback=late]] Count");
        Await.until("its call", LIMIT, () -> running() == 1);

        cancel(task);

        Await.until("both", LIMIT, () -> heard(task).size() == 2);
        assertThat(heard(task)).containsExactly(new Said(1, "stop", 200), new Said(1, "complete", 410));
        assertThat(state(task)).isEqualTo("CANCELLED");
    }

    @Test
    void shouldEndTheCallOfACancelledTaskWithinTwoSecondsThoughTheEngineIsHeldUp() throws Exception {
        String task = submit(Roles.COPYWRITER, "[[sim:latency=60s]] Count");
        Await.until(
                "its call",
                LIMIT,
                () -> Journal.call(stack, task).path("outcome").asString("").equals("running"));
        Await.until("its row", LIMIT, () -> state(task).equals("RUNNING"));

        signal("-STOP", part("streams").pid());
        try {
            long asked = System.currentTimeMillis();
            cancel(task);
            Await.until(
                    "its end",
                    LIMIT,
                    () -> Journal.call(stack, task).path("outcome").asString("").equals("client_gone"));
            assertThat(Journal.call(stack, task).path("endMillis").asLong() - asked)
                    .isBetween(0L, 2_000L);
            assertThat(state(task)).isEqualTo("RUNNING");
        } finally {
            signal("-CONT", part("streams").pid());
        }
        Await.until("the engine's word", LIMIT, () -> state(task).equals("CANCELLED"));
    }

    @Test
    void shouldSendAnOutputBackThatIsNotWhatTheRoleMakes() throws Exception {
        String task = succeeded(submit(CHECKED, "[[sim:callback=invalid]] [[sim:answer={\\\"total\\\":3}]] Count"));

        assertThat(awaitSaid(task, 2)).extracting(Said::what).containsExactly("invalid-complete", "complete");
        assertThat(said(task).getFirst().status()).isEqualTo(422);
        assertThat(task(task).path("output").asString()).isEqualTo("{\"total\":3}");
        assertThat(task(task).path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void shouldBringBackWhatIsKilledWithTheProvidersBill() throws Exception {
        String before = succeeded(submit(Roles.COPYWRITER, "Three lines on fresh bread."));

        killAndAwait("workers", "streams", "simulator");

        String after = succeeded(submit(Roles.COPYWRITER, "Three lines on stale bread."));
        assertThat(Journal.calls(stack))
                .as("the bill of the killed simulator, and of the one that came after it")
                .extracting(call -> call.path("task").asString())
                .contains(before, after);
    }

    /** Kills those processes, and returns when each is there again. */
    private static void killAndAwait(String... names) throws Exception {
        Map<String, Integer> restarts = new HashMap<>();
        for (String name : names) {
            restarts.put(name, part(name).restarts());
            ProcessHandle process = ProcessHandle.of(part(name).pid()).orElseThrow();
            assertThat(process.pid()).isNotEqualTo(ProcessHandle.current().pid());
            process.destroyForcibly();
            process.onExit().get();
        }
        restarts.forEach((name, count) -> Await.until(
                name + " to come back",
                LIMIT,
                () -> part(name).restarts() == count + 1 && part(name).state() == PartStatus.State.UP));
    }

    /** As many at once as are to wait, and one more. */
    private static void widenTheLane() throws Exception {
        TenantConfig.Builder config = LocalTenant.DEFAULT.stream()
                .filter(tenant -> tenant.name().equals(TENANT))
                .findFirst()
                .orElseThrow()
                .config(2, stack.info().runtimeUrl())
                .toBuilder();
        Allocation.Builder lane = lane(config, ROLE).setMaxConcurrent(WAITING + 1);
        lane(config, CHECKED).setAdapterOverride(lane.getAdapterOverride()).setWebhookUrl(lane.getWebhookUrl());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(stack.settings(), "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.TENANT_CONFIG,
                            TENANT.getBytes(StandardCharsets.UTF_8),
                            config.build().toByteArray()))
                    .get();
        }
        Await.until("the configuration", LIMIT, () -> get(stack.apiUrl() + "/v1/lanes")
                .contains("\"configVersion\":2"));
    }

    private static Allocation.Builder lane(TenantConfig.Builder config, String role) {
        return config.getAllocationsBuilderList().stream()
                .filter(lane -> lane.getRole().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private static PartStatus part(String name) {
        return stack.info().part(name).orElseThrow();
    }

    private static String succeeded(String task) {
        Await.until("the success of " + task, LIMIT, () -> state(task).equals("SUCCEEDED"));
        return task;
    }

    /** Tasks that the runtime works on. */
    private static int running() throws Exception {
        return JSON.readTree(get(stack.simulatorUrl() + "/_sim/stats"))
                .path("lanes")
                .path(TENANT + "/" + ROLE)
                .path("current")
                .asInt();
    }

    private static void cancel(String task) throws Exception {
        HttpResponse<String> answer = http.send(
                request(stack.apiUrl() + "/v1/tasks/" + task + "/cancel")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static List<Said> awaitSaid(String task, int count) {
        Await.until("its callbacks", LIMIT, () -> said(task).size() >= count);
        return said(task);
    }

    /** What the runtime said of a task, with the answers. Not what it was told itself. */
    private static List<Said> said(String task) {
        return heard(task).stream().filter(each -> !each.what().equals("stop")).toList();
    }

    /** The same with what it was told. */
    private static List<Said> heard(String task) {
        try {
            JsonNode all = JSON.readTree(get(stack.simulatorUrl() + "/_sim/callbacks"));
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(each -> each.path("task").asString().equals(task))
                    .map(each -> new Said(
                            each.path("attempt").asInt(),
                            each.path("what").asString(),
                            each.path("status").asInt()))
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void release() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.simulatorUrl() + "/_sim/release"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private static String state(String task) throws Exception {
        return task(task).path("state").asString("");
    }

    private static JsonNode task(String task) throws Exception {
        return JSON.readTree(get(stack.apiUrl() + "/v1/tasks/" + task));
    }

    private static String submit(String input) throws Exception {
        return submit(ROLE, input);
    }

    private static String submit(String role, String input) throws Exception {
        String body = "{\"role\":\"" + role + "\",\"maxAttempts\":3,\"input\":\"" + input + "\"}";
        HttpResponse<String> answer = http.send(
                request(stack.apiUrl() + "/v1/tasks")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("id").asString();
    }

    private static String get(String url) throws Exception {
        return http.send(request(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest.Builder request(String url) {
        String key = stack.info().tenant(TENANT).orElseThrow().apiKey();
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key);
    }
}
