package dev.penstock.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.runtime.secret.CallbackToken;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.CallbackGrant;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.CallTicket;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.output.SchemaStore;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.tenant.Tenants;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The adapter against a runtime that listens on this machine. */
class WebhookAdapterTest {
    private static final CallOrigin ORIGIN = new CallOrigin("acme", "00000000-0000-8000-8000-000000000001", 2, "baker");

    private final Keyring keys = Keyring.of(List.of(new byte[Keyring.KEY_BYTES]));
    private final WebhookSecret secret = WebhookSecret.generate();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<OutputSchema> stored = new ArrayList<>();
    private final CountDownLatch called = new CountDownLatch(1);
    private HttpServer runtime;
    private volatile int status = 200;
    private volatile String said = "{\"output\":\"bread\"}";
    private volatile Map<String, String> headers = Map.of();
    private volatile byte[] heard = {};
    private volatile Map<String, String> heardHeaders = Map.of();
    private volatile boolean silent;

    @BeforeEach
    void aRuntime() throws IOException {
        runtime = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        runtime.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        runtime.createContext("/run", exchange -> {
            calls.incrementAndGet();
            heard = exchange.getRequestBody().readAllBytes();
            heardHeaders = Map.of(
                    "id", exchange.getRequestHeaders().getFirst("webhook-id"),
                    "timestamp", exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    "signature", exchange.getRequestHeaders().getFirst("webhook-signature"));
            called.countDown();
            if (silent) {
                return;
            }
            headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        runtime.start();
    }

    @AfterEach
    void stop() {
        runtime.stop(0);
    }

    @Test
    void shouldHandTheTaskOverSignedAndGiveItsAnswer() throws Exception {
        said = "{\"output\":\"bread\",\"usage\":{\"inputTokens\":7,\"outputTokens\":3}}";
        Answer answer = new Answer(piece -> {});

        assertThat(adapter(true).call(request(), answer)).isInstanceOf(CallResult.Answered.class);

        assertThat(answer.text()).isEqualTo("bread");
        assertThat(answer.tokens().input()).isEqualTo(7);
        assertThat(answer.tokens().output()).isEqualTo(3);
        assertThat(WebhookSecret.verify(
                        List.of(secret),
                        heardHeaders.get("id"),
                        heardHeaders.get("timestamp"),
                        heardHeaders.get("signature"),
                        heard,
                        System.currentTimeMillis()))
                .isTrue();
        JsonNode message = new JsonMapper().readTree(heard);
        assertThat(message.path("type").asString()).isEqualTo("task.run");
        assertThat(message.path("taskId").asString()).isEqualTo(ORIGIN.taskId());
        assertThat(message.path("attempt").asInt()).isEqualTo(2);
        assertThat(message.path("role").asString()).isEqualTo("baker");
        assertThat(message.path("input").asString()).isEqualTo("Bake bread");
    }

    @Test
    void shouldGiveTheRuntimeATokenForThisCallAlone() throws Exception {
        adapter(true).call(request(), new Answer(piece -> {}));

        String url =
                new JsonMapper().readTree(heard).path("callback").path("url").asString();
        assertThat(url).startsWith("https://api.example/v1/callbacks/");
        CallbackGrant grant = CallbackToken.read(
                        url.substring(url.lastIndexOf('/') + 1), keys, System.currentTimeMillis())
                .orElseThrow();
        assertThat(grant.getTenant()).isEqualTo("acme");
        assertThat(grant.getTaskId()).isEqualTo(ORIGIN.taskId());
        assertThat(grant.getAttempt()).isEqualTo(2);
        assertThat(grant.getWorkerId()).isEqualTo("worker-1");
        assertThat(grant.getCallId()).isEqualTo("call-1");
        assertThat(grant.getReservedMicros()).isEqualTo(90);
        assertThat(grant.getSpent().getCostMicros()).isEqualTo(4);
        assertThat(grant.getPlans()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',600",
        "'{\"patienceSeconds\":1800}',1800",
        "'{\"patienceSeconds\":9999999}',86400",
        "'{\"patienceSeconds\":-1}',600",
        "'no JSON',600"
    })
    void shouldLeaveItToARuntimeThatAccepts(String body, long seconds) throws Exception {
        status = 202;
        said = body;

        assertThat(call(adapter(true))).isEqualTo(new CallResult.Accepted(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID_REQUEST",
        "401,UNAUTHORIZED",
        "402,CREDIT_EXHAUSTED",
        "403,FORBIDDEN",
        "404,NOT_FOUND",
        "408,TIMEOUT",
        "429,RATE_LIMITED",
        "500,PROVIDER_ERROR",
        "503,OVERLOADED"
    })
    void shouldClassFailures(int answered, FailureKind kind) throws Exception {
        status = answered;
        headers = Map.of("Retry-After", "7");

        CallResult.Failed failed = (CallResult.Failed) call(adapter(true));

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void shouldNotFollowRedirects() throws Exception {
        status = 307;
        headers = Map.of("Location", url());

        assertThat(((CallResult.Failed) call(adapter(true))).message()).contains("redirects are not followed");
        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldNotBelieveWhatIsNoAnswer() throws Exception {
        for (String wrong : List.of("<html>", "[]", "{}", "{\"output\":null}")) {
            said = wrong;
            assertThat(((CallResult.Failed) call(adapter(true))).kind()).isEqualTo(FailureKind.INVALID_RESPONSE);
        }
        said = "{\"output\":\"" + "x".repeat(WebhookAdapter.MAX_ANSWER_BYTES) + "\"}";
        assertThat(((CallResult.Failed) call(adapter(true))).kind()).isEqualTo(FailureKind.OUTPUT_TOO_LARGE);
    }

    @Test
    void shouldGiveUpOnASilentRuntime() throws Exception {
        silent = true;

        assertThat(((CallResult.Failed) adapter(true).call(request(Duration.ofMillis(300)), new Answer(piece -> {})))
                        .kind())
                .isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void shouldBreakOffWhenItIsInterrupted() throws Exception {
        silent = true;
        Thread caller = Thread.currentThread();
        Thread.startVirtualThread(() -> {
            try {
                called.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            caller.interrupt();
        });

        assertThatThrownBy(() -> call(adapter(true))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldSayWhenNobodyListens() throws Exception {
        runtime.stop(0);

        assertThat(((CallResult.Failed) call(adapter(true))).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    @Test
    void shouldNotCallPlainHttpUnlessAllowed() throws Exception {
        assertThat(((CallResult.Failed) call(adapter(false))).kind()).isEqualTo(FailureKind.NOT_CONFIGURED);
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldNotConnectToAddressesThatAreNotPublic() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String host : List.of("agents.example", "127.0.0.1", "[::1]", "2130706433")) {
                String url = "https://" + host + ":" + server.getLocalPort() + "/run";
                CallResult result = adapter(
                                new TenantRuntimes(
                                        tenants(url),
                                        secrets(List.of(secret)),
                                        false,
                                        InstantSource.system(),
                                        name -> List.of(InetAddress.getLoopbackAddress())),
                                stored::add)
                        .call(request(), new Answer(piece -> {}));
                assertThat(((CallResult.Failed) result).kind()).as(host).isEqualTo(FailureKind.FORBIDDEN);
            }
        }
    }

    @Test
    void shouldNotCallWithoutASecretToSignWith() throws Exception {
        CallResult result = adapter(true, secrets(List.of())).call(request(), new Answer(piece -> {}));

        assertThat(((CallResult.Failed) result).kind()).isEqualTo(FailureKind.NOT_CONFIGURED);
        assertThat(calls).hasValue(0);
    }

    @Test
    void shouldShowTheRuntimeWhatWasWrongWithItsLastAnswer() throws Exception {
        CallRequest again = new CallRequest(
                ORIGIN,
                "webhook",
                "",
                "",
                List.of(Turn.user("Bake bread"), Turn.model("cake"), Turn.user("It should be bread")),
                100,
                Duration.ofSeconds(5),
                ticket());

        adapter(true).call(again, new Answer(piece -> {}));

        JsonNode correction = new JsonMapper().readTree(heard).path("correction");
        assertThat(correction.path("output").asString()).isEqualTo("cake");
        assertThat(correction.path("message").asString()).isEqualTo("It should be bread");
    }

    @Test
    void shouldStoreWhatTheOutputHasToSatisfyBeforeTheTaskGoesOut() throws Exception {
        OutputSchema schema = OutputSchema.of(Map.of("type", "object"));
        CallRequest request = new CallRequest(
                ORIGIN,
                "webhook",
                "",
                "",
                List.of(Turn.user("Bake bread")),
                100,
                Duration.ofSeconds(5),
                ticket().after(Usage.getDefaultInstance(), false, schema));

        adapter(true).call(request, new Answer(piece -> {}));

        assertThat(stored).containsExactly(schema);
        String url =
                new JsonMapper().readTree(heard).path("callback").path("url").asString();
        assertThat(CallbackToken.read(url.substring(url.lastIndexOf('/') + 1), keys, System.currentTimeMillis()))
                .hasValueSatisfying(grant -> assertThat(grant.getSchemaId().toByteArray())
                        .isEqualTo(schema.id())
                        .hasSize(32));
        assertThat(url.length() - url.lastIndexOf('/')).isLessThan(CallbackToken.MAX_CHARS / 2);

        WebhookAdapter without = adapter(runtimes(secrets(List.of(secret)), true), failing -> {
            throw new IOException("away");
        });
        CallResult.Failed failed = (CallResult.Failed) without.call(request, new Answer(piece -> {}));
        assertThat(failed.kind()).isEqualTo(FailureKind.OVERLOADED);
        assertThat(failed.retryAfter()).isPositive();
        assertThat(calls).hasValue(1);
    }

    private static CallResult call(WebhookAdapter adapter) throws InterruptedException {
        return adapter.call(request(), new Answer(piece -> {}));
    }

    private WebhookAdapter adapter(boolean insecure) {
        return adapter(insecure, secrets(List.of(secret)));
    }

    private WebhookAdapter adapter(boolean insecure, TenantSecrets by) {
        return adapter(runtimes(by, insecure), stored::add);
    }

    private TenantRuntimes runtimes(TenantSecrets by, boolean insecure) {
        return new TenantRuntimes(tenants(url()), by, insecure, InstantSource.system(), Dns.SYSTEM);
    }

    private WebhookAdapter adapter(TenantRuntimes runtimes, SchemaStore schemas) {
        return new WebhookAdapter(
                runtimes, keys, schemas, "https://api.example/", Duration.ofMinutes(10), InstantSource.system());
    }

    private String url() {
        return "http://127.0.0.1:" + runtime.getAddress().getPort() + "/run";
    }

    private static Tenants tenants(String url) {
        TenantConfig config = TenantConfig.newBuilder()
                .setTenant("acme")
                .addAllocations(Allocation.newBuilder().setRole("copywriter"))
                .addAllocations(Allocation.newBuilder()
                        .setRole("baker")
                        .setAdapterOverride("webhook")
                        .setWebhookUrl(url))
                .build();
        return tenant -> tenant.equals("acme") ? Optional.of(config) : Optional.empty();
    }

    private static TenantSecrets secrets(List<WebhookSecret> held) {
        return new TenantSecrets() {
            @Override
            public String providerKey(String tenant, String provider) {
                return "";
            }

            @Override
            public List<WebhookSecret> webhookSecrets(String tenant) {
                return held;
            }
        };
    }

    private static CallRequest request() {
        return request(Duration.ofSeconds(5));
    }

    private static CallRequest request(Duration timeout) {
        return new CallRequest(ORIGIN, "webhook", "", "", List.of(Turn.user("Bake bread")), 100, timeout, ticket());
    }

    private static CallTicket ticket() {
        return new CallTicket(
                        "call-1", "worker-1", 5, 90, 1, 2, 3, 4, "2026-11-01", Usage.getDefaultInstance(), false, null)
                .after(Usage.newBuilder().setCostMicros(4).build(), true, null);
    }
}
