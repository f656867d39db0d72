package dev.penstock.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.ingest.Answer;
import dev.penstock.ingest.Api;
import dev.penstock.ingest.FakeEngine;
import dev.penstock.ingest.Records;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.runtime.secret.CallbackToken;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CallbackGrant;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.LeaseRenewed;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.ResultRejected;
import dev.penstock.schemas.v1.Usage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A runtime's callbacks over the real API, with an engine that the test plays. */
class CallbacksIntegrationTest {
    private static final String COMPLETE =
            "{\"type\":\"complete\",\"output\":\"Fresh bread\",\"usage\":{\"inputTokens\":100,\"outputTokens\":10}}";

    @TempDir
    static Path folder;

    private static Api api;
    private static Keyring keys;
    private static ExecutorService threads;

    private final String tenant = Api.newTenant();
    private final UUID task = UUID.randomUUID();
    private final UUID call = UUID.randomUUID();
    private FakeEngine engine;
    private WebhookSecret secret;

    @BeforeAll
    static void start() throws Exception {
        EmbeddedStack.shared().createTopics();
        Path file = Files.writeString(folder.resolve("callback-keys"), Keyring.generate() + "\n");
        Settings settings = EmbeddedStack.shared().settings().with(SettingNames.CALLBACK_KEYS, file.toString());
        keys = Keyring.of(settings).orElseThrow();
        api = new Api(settings);
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        threads.close();
        api.close();
    }

    @BeforeEach
    void aTenantWithARuntime() {
        engine = new FakeEngine(api.settings(), tenant);
        engine.accept(task);
        Answer made = api.post(api.newKey(tenant), "/v1/webhook-secrets", "");
        assertThat(made.status()).isEqualTo(201);
        secret = WebhookSecret.parse(made.text("secret")).orElseThrow();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldEndTheAttemptInItsWorkersNameAndPutTheCallOnRecord() throws Exception {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> call(COMPLETE));
        Command finish = command(1);
        engine.succeed(task, "Fresh bread");

        assertThat(answer.get().status()).isEqualTo(200);
        assertThat(answer.get().text("result")).isEqualTo("accepted");
        assertThat(finish.getFinish().getWorkerId()).isEqualTo("worker-7");
        assertThat(finish.getFinish().getAttempt()).isEqualTo(1);
        assertThat(finish.getFinish().getSuccess().getOutput()).isEqualTo("Fresh bread");
        // 100 at 2 dollars a million, 10 at 10 dollars, 5 for the call, and 40 of a call before it.
        assertThat(finish.getFinish().getUsage().getCostMicros()).isEqualTo(200 + 100 + 5 + 40);
        LlmCall finished = LlmCall.parseFrom(Records.of(api.settings(), Topics.LLM_CALLS, tenant, 1)
                .getFirst()
                .value());
        assertThat(finished.getCallId()).isEqualTo(call.toString());
        assertThat(finished.getWorkerId()).isEqualTo("worker-7");
        assertThat(finished.getFinished().getStatus()).isEqualTo("ok");
        assertThat(finished.getFinished().getUsage().getCostMicros()).isEqualTo(305);
    }

    @Test
    void shouldAnswerTheSameEndAlikeAndWriteItOnce() {
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> call(COMPLETE));
        command(1);
        engine.succeed(task, "Fresh bread");
        assertThat(first.join().status()).isEqualTo(200);

        assertThat(call(COMPLETE).status()).isEqualTo(200);
        Answer other = call("{\"type\":\"fail\",\"kind\":\"oven_broken\"}");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("type")).isEqualTo("/problems/callback-conflict");
        assertThat(Records.of(api.settings(), Topics.COMMANDS, tenant, 1)).hasSize(1);
    }

    @Test
    void shouldSayOfALateEndThatItIsLate() {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> call(COMPLETE));
        command(1);
        refuse("finish");

        assertThat(answer.join().status()).isEqualTo(410);
        assertThat(answer.join().text("type")).isEqualTo("/problems/attempt-ended");
        assertThat(call(COMPLETE).status()).isEqualTo(410);
    }

    @Test
    void shouldTakeAnEndThatTheEngineSaysNothingTo() {
        Answer answer = call(COMPLETE);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("result")).isEqualTo("taken");
        assertThat(call(COMPLETE).status()).isEqualTo(202);
        assertThat(Records.of(api.settings(), Topics.COMMANDS, tenant, 1)).hasSize(1);
    }

    @Test
    void shouldExtendTheLeaseOfOneThatTellsOfProgress() {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> call("{\"type\":\"progress\",\"message\":\"half way\",\"patienceSeconds\":1200}"));
        Command renew = command(1);
        engine.bridge(engine.commit(
                engine.event(task).setRenewed(LeaseRenewed.newBuilder().setAttempt(1))));

        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(renew.getRenew().getLeaseMillis()).isEqualTo(1_200_000);
        assertThat(renew.getRenew().getWorkerId()).isEqualTo("worker-7");
        assertThat(renew.getRenew().getProgress().getMessage()).isEqualTo("half way");
    }

    @Test
    void shouldTellOneThatGoesOnTooLongThatItsAttemptIsOver() {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> call("{\"type\":\"progress\"}"));
        Command renew = command(1);
        refuse("renew");

        assertThat(renew.getRenew().getLeaseMillis()).isEqualTo(600_000);
        assertThat(answer.join().status()).isEqualTo(410);
    }

    @Test
    void shouldChargeWhatWasReservedForFiguresThatCannotBeRight() {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> call("{\"type\":\"fail\",\"kind\":\"oven_broken\",\"retryable\":true,\"retryAfterSeconds\":60,"
                        + "\"usage\":{\"inputTokens\":-3}}"));
        Command finish = command(1);

        assertThat(answer.join().status()).isEqualTo(202);
        assertThat(finish.getFinish().getUsage().getCostMicros()).isEqualTo(900 + 40);
        assertThat(finish.getFinish().getFailure().getKind()).isEqualTo("oven_broken");
        assertThat(finish.getFinish().getFailure().getRetryable()).isTrue();
        assertThat(finish.getFinish().getFailure().getRetryAfterMillis()).isEqualTo(60_000);
    }

    @Test
    void shouldSendAnOutputBackThatIsNotWhatTheRoleMakesAndTakeTheCorrectedOne() throws Exception {
        OutputSchema schema = OutputSchema.of(Map.of("type", "object", "required", List.of("total")));
        JdbcClient.create(api.database())
                .sql("INSERT INTO output_schemas (schema_id, text) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(schema.id(), schema.text())
                .update();
        String token = token(grant().toBuilder().setSchemaId(ByteString.copyFrom(schema.id())));

        Answer wrong = call(token, secret, now(), "{\"type\":\"complete\",\"output\":\"some bread\"}");
        Answer lacking = call(token, secret, now(), "{\"type\":\"complete\",\"output\":{\"sum\":3}}");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text("type")).isEqualTo("/problems/invalid-output");
        assertThat(lacking.text("detail"))
                .isEqualTo("The output does not satisfy its role's schema: the whole lacks 'total'");
        CompletableFuture<Answer> right = CompletableFuture.supplyAsync(
                () -> call(token, secret, now(), "{\"type\":\"complete\",\"output\":{\"total\":3}}"));
        assertThat(command(1).getFinish().getSuccess().getOutput()).isEqualTo("{\"total\":3}");
        engine.succeed(task, "{\"total\":3}");
        assertThat(right.get().status()).isEqualTo(200);
    }

    @Test
    void shouldSendAPlanBackThatCannotBeRead() {
        String token = token(grant().toBuilder().setPlans(true));

        Answer answer = call(token, secret, now(), "{\"type\":\"complete\",\"output\":\"I would begin with bread.\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("type")).isEqualTo("/problems/invalid-output");
    }

    @Test
    void shouldNotTakeAnOutputThatItCannotCheck() {
        String token = token(grant().toBuilder().setSchemaId(ByteString.copyFromUtf8("nobody has stored this one")));

        assertThat(call(token, secret, now(), COMPLETE).status()).isEqualTo(503);
    }

    @Test
    void shouldRefuseMoreCallbacksThanARuntimeMaySend() {
        String token = CallbackToken.of(grant(), keys);
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        // More than may come within any of the few seconds that this takes.
        for (int i = 0; i < 8 * CallbackRates.PER_SECOND; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> call(token, secret, now(), "{\"type\":\"bake\"}"), threads));
        }
        List<Answer> answers = calls.stream().map(CompletableFuture::join).toList();

        assertThat(answers).extracting(Answer::status).containsOnly(422, 429);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 429)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.text("type")).isEqualTo("/problems/too-many-callbacks");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                });
    }

    @Test
    void shouldSayNothingToATokenThatIsNotOurs() {
        Keyring other = Keyring.of(List.of(new byte[Keyring.KEY_BYTES]));
        String expired =
                CallbackToken.of(grant().toBuilder().setExpiresAtMillis(1).build(), keys);
        for (String token : List.of(CallbackToken.of(grant(), other), expired, "forged", "x".repeat(2_000))) {
            Answer answer = call(token, secret, now(), COMPLETE);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text("detail")).isEqualTo("There is nothing here.");
        }
    }

    @Test
    void shouldRefuseWhatItsTenantHasNotSigned() {
        String token = CallbackToken.of(grant(), keys);
        String bolt = Api.newTenant();
        WebhookSecret others = WebhookSecret.parse(
                        api.post(api.newKey(bolt), "/v1/webhook-secrets", "").text("secret"))
                .orElseThrow();

        assertThat(call(token, others, now(), COMPLETE).status()).isEqualTo(401);
        assertThat(call(token, secret, now() - 301, COMPLETE).status()).isEqualTo(401);
        Answer unsigned = api.post("", "/v1/callbacks/" + token, COMPLETE);
        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.text("type")).isEqualTo("/problems/bad-signature");
    }

    @Test
    void shouldRefuseWhatIsNoCallback() {
        assertThat(call("bread").status()).isEqualTo(400);
        assertThat(call("{\"type\":\"bake\"}").status()).isEqualTo(422);
        assertThat(call("{\"type\":\"complete\"}").status()).isEqualTo(422);
        assertThat(call("{\"type\":\"complete\",\"output\":\"" + "x".repeat((256 << 10) + 1) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(call("{\"type\":\"progress\",\"patienceSeconds\":0}").status())
                .isEqualTo(422);
        assertThat(call("{\"type\":\"fail\",\"kind\":\"No Kind\"}").status()).isEqualTo(422);
    }

    @Test
    void shouldNotLetACallbacksPathLeadPastTheKeys() {
        for (String path :
                List.of("/v1/callbacks/../tasks", "/v1/callbacks/%2e%2e/tasks", "/v1/callbacks/x/../../tasks")) {
            assertThat(api.get("", path).status()).as(path).isIn(400, 401, 404);
        }
    }

    private void refuse(String signal) {
        engine.bridge(engine.commit(engine.event(task)
                .setResultRejected(ResultRejected.newBuilder()
                        .setAttempt(1)
                        .setSignal(signal)
                        .setWorkerId("worker-7"))));
    }

    private Command command(int count) {
        return Records.of(api.settings(), Topics.COMMANDS, tenant, count).stream()
                .map(record -> {
                    try {
                        return Command.parseFrom(record.value());
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList()
                .get(count - 1);
    }

    private Answer call(String body) {
        return call(CallbackToken.of(grant(), keys), secret, now(), body);
    }

    private static String token(CallbackGrant.Builder grant) {
        return CallbackToken.of(grant.build(), keys);
    }

    private static Answer call(String token, WebhookSecret by, long seconds, String body) {
        String signature = WebhookSecret.sign(List.of(by), "msg_1", seconds, body.getBytes(StandardCharsets.UTF_8));
        return api.post(
                "",
                "/v1/callbacks/" + token,
                body,
                "webhook-id",
                "msg_1",
                "webhook-timestamp",
                Long.toString(seconds),
                "webhook-signature",
                signature);
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }

    private CallbackGrant grant() {
        return CallbackGrant.newBuilder()
                .setTenant(tenant)
                .setTaskId(task.toString())
                .setAttempt(1)
                .setRole("copywriter")
                .setWorkerId("worker-7")
                .setCallId(call.toString())
                .setModel("webhook")
                .setStartedAtMillis(System.currentTimeMillis())
                .setExpiresAtMillis(System.currentTimeMillis() + 600_000)
                .setPatienceMillis(600_000)
                .setSpent(Usage.newBuilder().setCostMicros(40))
                .setReservedMicros(900)
                .setInputMicros(2_000_000)
                .setCachedInputMicros(2_000_000)
                .setOutputMicros(10_000_000)
                .setCallMicros(5)
                .setPriceVersion("2026-11-01")
                .build();
    }
}
