package dev.penstock.workers.execution;

import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.limit.LocalLimiter;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.ModelRef;
import dev.penstock.workers.role.RoleProfile;
import dev.penstock.workers.routing.OutputEstimates;
import dev.penstock.workers.routing.ProviderHealth;
import dev.penstock.workers.routing.ProviderTerms;
import dev.penstock.workers.routing.Router;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Providers that answer by script, under a clock that is moved by hand. */
final class RoutedWorld {
    static final String CLAUDE = "anthropic/claude-sonnet-5-5";
    static final String GPT = "openai/gpt-5.1";
    static final String LOCAL = "ollama/qwen3:8b";

    /** What a provider does with a call. */
    interface Script {
        CallResult answer(CallRequest request, Answer answer) throws InterruptedException;
    }

    /** A decision that was told. */
    record Decision(String from, String to, String why) {}

    final Map<String, Script> scripts = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<CallRequest> requests = new ArrayList<>();
    final List<CallEnd> ends = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();

    /** Pieces of output; an empty one where it begins anew. */
    final List<String> shown = new ArrayList<>();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Map<String, Long> tenantTokens = new HashMap<>();
    final Map<String, String> keys = new HashMap<>();
    long accountTokens;
    long accountCalls;
    String adapterOverride = "";
    boolean stopped;

    /** How long attempts waited for a model within the worker. */
    Duration waited = Duration.ZERO;

    Place place = Place.OWN;
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private final PriceTable prices = PriceTable.load();
    private final RoutedExecution execution;
    List<String> chain = List.of(CLAUDE, GPT);
    boolean overflow;

    @Nullable
    OutputSchema schema;

    CallRecorder recorder = (provider, model) -> new CallRecorder.Start.Go(end -> {
        ends.add(end);
        return Usage.newBuilder()
                .setInputTokens(end.tokens().input())
                .setOutputTokens(end.tokens().output())
                .setCostMicros(end.tokens().input() + end.tokens().output())
                .build();
    });

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

    /** Attempts do not wait within the worker. */
    RoutedWorld() {
        this(Duration.ZERO);
    }

    /** @param patience how long attempts wait within the worker, under the clock of this world */
    RoutedWorld(Duration patience) {
        OutputEstimates estimates = new OutputEstimates();
        ProviderTerms terms = new ProviderTerms() {
            @Override
            public long tenantTokensPerMinute(String tenant) {
                return tenantTokens.getOrDefault(tenant, 0L);
            }

            @Override
            public long accountTokensPerMinute(String provider) {
                return accountTokens;
            }

            @Override
            public long accountCallsPerMinute(String provider) {
                return accountCalls;
            }

            @Override
            public String keyOf(String tenant, String provider) {
                return keys.getOrDefault(tenant, "");
            }
        };
        Router router = new Router(
                new ProviderHealth(clock, meters),
                new LocalLimiter(() -> 1, clock::millis),
                terms,
                estimates,
                prices,
                clock,
                Set.of());
        Map<String, RuntimeAdapter> adapters = new HashMap<>();
        for (String provider : ModelRef.PROVIDERS) {
            adapters.put(provider, adapter(provider));
        }
        execution = new RoutedExecution(
                adapters,
                new Chains(adapters.keySet(), "", (tenant, role) -> adapterOverride),
                router,
                estimates,
                (dispatch, from, to, why) -> decisions.add(new Decision(from, to, why)),
                new Waiting(
                        patience,
                        patience,
                        () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
                        time -> {
                            waited = waited.plus(time);
                            pass(time);
                        },
                        meters),
                new CallMeters(meters));
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Answers well, with so many tokens in all. */
    static Script answers(String text, long tokens) {
        return (request, answer) -> {
            answer.append(text);
            answer.used(new Tokens(tokens / 2, tokens - tokens / 2));
            answer.complete();
            return new CallResult.Answered();
        };
    }

    static Script fails(FailureKind kind) {
        return fails(kind, Duration.ZERO);
    }

    static Script fails(FailureKind kind, Duration retryAfter) {
        return (request, answer) -> new CallResult.Failed(kind, "It did not work", retryAfter);
    }

    Outcome run() throws InterruptedException {
        return run("acme", Tier.TIER_URGENT);
    }

    /** Within a script. */
    Outcome runQuietly(String tenant) {
        try {
            return run(tenant, Tier.TIER_NORMAL);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Outcome run(String tenant, Tier tier) throws InterruptedException {
        return run(Dispatches.of(tenant, "copywriter", "a").setTier(tier).build());
    }

    Outcome run(Dispatch dispatch) throws InterruptedException {
        return execution.run(new Run(
                dispatch,
                profile(),
                "hello",
                recorder,
                new OutputSink() {
                    @Override
                    public void piece(String text) {
                        shown.add(text);
                    }

                    @Override
                    public void restart() {
                        shown.add("");
                    }
                },
                () -> stopped,
                place));
    }

    private RoleProfile profile() {
        return new RoleProfile(
                "copywriter",
                chain.stream().map(ModelRef::parse).toList(),
                4_000,
                Duration.ofMinutes(5),
                0,
                1_000,
                "You write.",
                "{input}",
                overflow,
                RoleProfile.FALLBACK_ON,
                0,
                false,
                schema);
    }

    private RuntimeAdapter adapter(String provider) {
        return new RuntimeAdapter() {
            @Override
            public String name() {
                return provider;
            }

            @Override
            public CallResult call(CallRequest request, Answer answer) throws InterruptedException {
                String model = provider + "/" + request.model();
                asked.add(model);
                requests.add(request);
                Script script = scripts.get(model);
                if (script == null) {
                    throw new AssertionError("Nobody expected a call of " + model);
                }
                return script.answer(request, answer);
            }
        };
    }
}
