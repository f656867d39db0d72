package dev.penstock.workers.attempt;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.simulator.Behaviour;
import dev.penstock.simulator.CallRecord;
import dev.penstock.simulator.FaultRule;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.SimulatorSettings;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.WrittenLog;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.anthropic.AnthropicAdapter;
import dev.penstock.workers.execution.CallMeters;
import dev.penstock.workers.execution.Chains;
import dev.penstock.workers.execution.OutputSink;
import dev.penstock.workers.execution.Place;
import dev.penstock.workers.execution.RoutedExecution;
import dev.penstock.workers.execution.Run;
import dev.penstock.workers.execution.Waiting;
import dev.penstock.workers.limit.LocalLimiter;
import dev.penstock.workers.ollama.OllamaAdapter;
import dev.penstock.workers.openai.OpenAiAdapter;
import dev.penstock.workers.openai.OpenAiApi;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import dev.penstock.workers.routing.OutputEstimates;
import dev.penstock.workers.routing.ProviderHealth;
import dev.penstock.workers.routing.ProviderTerms;
import dev.penstock.workers.routing.Router;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.webhook.WebhookAdapter;
import dev.penstock.workers.webhook.Webhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Everything from the decision whom to call to the provider's own protocol over HTTP, under a clock of routing that is moved by hand. */
final class FaultWorld implements AutoCloseable {
    static final String CLAUDE = "anthropic/claude-sonnet-5-5";
    static final String GPT = "openai/gpt-5.1";
    static final String LOCAL = "ollama/qwen3:8b";
    static final String RUNTIME = "webhook/webhook";

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final AtomicInteger TASKS = new AtomicInteger();

    /** What a token costs on one's own machines and at one's own runtime, so that what is booked there can be seen. */
    private static final String PRICES = """
            versions:
              - from: 2026-01-01
                prices:
                  ollama/*: {input: 2_000_000, output: 9_000_000}
                  webhook/*: {input: 3_000_000, output: 7_000_000}
            """;

    final ProviderSimulator provider;
    private final PriceTable prices;
    private final Map<String, RuntimeAdapter> adapters;
    private final Webhooks webhooks;
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private WrittenLog log = WrittenLog.immediate();
    private RoutedExecution execution;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    FaultWorld(Path dir, OpenAiApi api) throws IOException {
        prices = PriceTable.load(Files.writeString(dir.resolve("prices.yaml"), PRICES));
        provider = ProviderSimulator.start(SimulatorSettings.defaults().withLatency(Latency.NONE));
        String url = provider.baseUrl().toString();
        webhooks = webhooks(dir);
        adapters = Map.of(
                AnthropicAdapter.NAME, new AnthropicAdapter(url, "k", true),
                OpenAiAdapter.NAME, new OpenAiAdapter(provider.openAiUrl().toString(), "k", api, true),
                OllamaAdapter.NAME, new OllamaAdapter(url, "", "", true),
                WebhookAdapter.NAME, webhooks.adapter());
        execution = execution();
    }

    /** The tenant's runtime is the simulator's, which shares its secret. */
    private Webhooks webhooks(Path dir) throws IOException {
        WebhookSecret secret = WebhookSecret.generate();
        provider.runtime().secrets().put("acme", secret.text());
        TenantConfig config = TenantConfig.newBuilder()
                .setTenant("acme")
                .addAllocations(Allocation.newBuilder()
                        .setRole("copywriter")
                        .setAdapterOverride(WebhookAdapter.NAME)
                        .setWebhookUrl(provider.runtimeUrl().toString()))
                .build();
        Settings settings = Settings.of(Map.of(
                // Nobody is told to stop here, so no broker is asked for.
                SettingNames.KAFKA_BOOTSTRAP, "127.0.0.1:1",
                SettingNames.CALLBACK_KEYS,
                        Files.writeString(dir.resolve("callback-keys"), Keyring.generate())
                                .toString(),
                SettingNames.WEBHOOKS_CALLBACK_URL, "http://127.0.0.1:1",
                SettingNames.WEBHOOKS_INSECURE, "true"));
        TenantSecrets secrets = new TenantSecrets() {
            @Override
            public String providerKey(String tenant, String of) {
                return "";
            }

            @Override
            public List<WebhookSecret> webhookSecrets(String tenant) {
                return List.of(secret);
            }
        };
        return Webhooks.of(settings, "w-1", tenant -> Optional.of(config), secrets, new SimpleMeterRegistry())
                .orElseThrow();
    }

    /** Nothing is known of any provider any more, and they behave so. */
    void begin(FaultRule... rules) {
        provider.behave(new Behaviour(Latency.NONE, List.of(rules)));
        log = WrittenLog.immediate();
        execution = execution();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** One attempt of a task of its own. */
    Outcome run(String... chain) throws InterruptedException {
        Attempt attempt = new Attempts("w-1", System::nanoTime)
                .claim(Dispatches.of("acme", "copywriter", "task " + TASKS.incrementAndGet())
                        .build())
                .orElseThrow();
        RoleProfile profile = profile(chain);
        LlmCallRecorder recorder = new LlmCallRecorder(attempt, "w-1", profile, prices, log.outbox(), clock::instant);
        Outcome outcome = execution.run(new Run(
                attempt.dispatch(),
                profile,
                attempt.dispatch().getInput(),
                recorder,
                OutputSink.NONE,
                () -> false,
                Place.OWN));
        recorder.settle();
        return outcome;
    }

    /** The records of calls that ended, in the order in which they did. */
    List<LlmCall> recorded() {
        return log.calls().stream().filter(LlmCall::hasFinished).toList();
    }

    /** Those of calls that began. */
    List<LlmCall> begun() {
        return log.calls().stream().filter(call -> !call.hasFinished()).toList();
    }

    /** What the provider billed for a recorded call's task, once it has noticed that the calls are over. */
    List<CallRecord> billed(LlmCall call) {
        Await.until("the calls' end", Duration.ofSeconds(10), () -> atProvider(call).stream()
                .noneMatch(each -> each.outcome().equals("running")));
        return atProvider(call);
    }

    private List<CallRecord> atProvider(LlmCall call) {
        return provider.journal().all().stream()
                .filter(each -> each.task().equals(call.getTaskId()))
                .toList();
    }

    /** By the price of the recorded call. */
    long cost(LlmCall call, long input, long output) {
        return prices.of(call.getProvider(), call.getModel(), now)
                .orElseThrow()
                .price()
                .cost(input, 0, output);
    }

    @Override
    public void close() {
        adapters.values().forEach(RuntimeAdapter::close);
        webhooks.close();
        provider.close();
    }

    private static RoleProfile profile(String... chain) {
        return new RoleProfile(
                "copywriter",
                Stream.of(chain).map(FaultWorld::model).toList(),
                4_000,
                PATIENCE,
                0,
                1_000,
                "You write.",
                "{input}",
                true,
                RoleProfile.FALLBACK_ON,
                0,
                false,
                null);
    }

    /** A runtime of one's own is in nobody's chain, but takes its place. */
    private static ModelRef model(String name) {
        return name.equals(RUNTIME) ? new ModelRef(WebhookAdapter.NAME, WebhookAdapter.NAME) : ModelRef.parse(name);
    }

    private RoutedExecution execution() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        OutputEstimates estimates = new OutputEstimates();
        Router router = new Router(
                new ProviderHealth(clock, meters),
                new LocalLimiter(() -> 1, clock::millis),
                new NoTerms(),
                estimates,
                prices,
                clock,
                Set.of());
        return new RoutedExecution(
                adapters,
                new Chains(adapters.keySet(), "", (tenant, role) -> ""),
                router,
                estimates,
                (dispatch, from, to, why) -> {},
                new Waiting(Duration.ZERO, Duration.ZERO, System::nanoTime, Thread::sleep, meters),
                new CallMeters(meters));
    }

    /** No limits, and nobody's own keys. */
    private static final class NoTerms implements ProviderTerms {
        @Override
        public long tenantTokensPerMinute(String tenant) {
            return 0;
        }

        @Override
        public long accountTokensPerMinute(String provider) {
            return 0;
        }

        @Override
        public long accountCallsPerMinute(String provider) {
            return 0;
        }

        @Override
        public String keyOf(String tenant, String provider) {
            return "";
        }
    }
}
