package dev.penstock.workers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.simulator.Behaviour;
import dev.penstock.simulator.CallRecord;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.SimulatorSettings;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.RunRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter against a server that speaks the provider's protocol. */
class AnthropicAdapterTest {
    private static final String KEY = "key-for-tests";

    private static ProviderSimulator provider;

    private final List<CallEnd> ends = new ArrayList<>();
    private final String task = UUID.randomUUID().toString();

    @BeforeAll
    static void startProvider() throws Exception {
        provider = ProviderSimulator.start(
                SimulatorSettings.defaults().withApiKeys(Set.of(KEY)).withLatency(Latency.NONE));
    }

    @AfterAll
    static void stopProvider() {
        provider.close();
    }

    @Test
    void shouldCollectTheStreamedTextAndItsUsage() throws Exception {
        Outcome outcome = run("Write a headline for a bakery that delivers by bicycle");

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Success.class, success -> {
            assertThat(success.output()).isNotBlank();
            assertThat(success.usage().getOutputTokens()).isPositive();
        });
        CallRecord billed = billed();
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.status()).isEqualTo(CallEnd.OK);
            assertThat(end.httpStatus()).isEqualTo(200);
            assertThat(end.inputTokens()).isEqualTo(billed.inputTokens());
            assertThat(end.outputTokens()).isEqualTo(billed.outputTokens());
            assertThat(end.firstTokenMillis()).isPositive();
        });
    }

    @Test
    void shouldSayWhatTheCallIsForOnlyWhereAskedTo() throws Exception {
        run("hello");
        CallRecord traced = billed();
        assertThat(traced.tenant()).isEqualTo("acme");
        assertThat(traced.role()).isEqualTo("copywriter");
        assertThat(traced.attempt()).isEqualTo(3);

        try (AnthropicAdapter silent = new AnthropicAdapter(provider.baseUrl().toString(), KEY, false)) {
            silent.run(request("hello", Duration.ofSeconds(60)), recorder());
        }
        assertThat(provider.journal().all().getLast().tenant()).isEmpty();
        assertThat(provider.journal().all().getLast().task()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "[[sim:429]], RATE_LIMITED, 429, true, PT0S",
        "[[sim:429 retry-after=7]], RATE_LIMITED, 429, true, PT7S",
        "[[sim:500]], PROVIDER_ERROR, 500, true, PT0S",
        "[[sim:529]], OVERLOADED, 529, true, PT0S"
    })
    void shouldTellProviderErrorsApart(
            String text, FailureKind kind, int status, boolean retryable, Duration retryAfter) throws Exception {
        Outcome.Failure failure = failure(run(text));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.kind().retryable()).isEqualTo(retryable);
        assertThat(failure.retryAfter()).isEqualTo(retryAfter);
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.httpStatus()).isEqualTo(status);
            assertThat(end.status()).isEqualTo(kind.code());
            assertThat(end.outputTokens()).isZero();
        });
    }

    @Test
    void shouldCallOnceAndLeaveRetriesToPenstock() throws Exception {
        run("[[sim:500]]");

        assertThat(calls()).hasSize(1);
    }

    @Test
    void shouldNotRetryAWrongKey() throws Exception {
        try (AnthropicAdapter wrong = new AnthropicAdapter(provider.baseUrl().toString(), "another key", true)) {
            Outcome.Failure failure = failure(wrong.run(request("hello", Duration.ofSeconds(60)), recorder()));

            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure.kind().retryable()).isFalse();
            assertThat(failure.message()).doesNotContain("another key");
        }
    }

    @Test
    void shouldNotTakeATruncatedAnswerForAWholeOne() throws Exception {
        Outcome.Failure failure = failure(run("Write at length about bread [[sim:truncate]]"));

        assertThat(failure.kind()).isIn(FailureKind.INVALID_RESPONSE, FailureKind.CONNECTION_FAILED);
        assertThat(failure.usage().getInputTokens()).as("it is billed").isPositive();
    }

    @Test
    void shouldGiveUpOnAProviderThatDoesNotAnswer() throws Exception {
        try (AnthropicAdapter adapter = adapter()) {
            Outcome outcome = adapter.run(request("[[sim:hang]]", Duration.ofMillis(500)), recorder());

            assertThat(failure(outcome).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void shouldGiveUpOnAProviderThatIsTooSlow() throws Exception {
        try (AnthropicAdapter adapter = adapter()) {
            Outcome outcome = adapter.run(request("[[sim:latency=30s]]", Duration.ofMillis(500)), recorder());

            assertThat(failure(outcome).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void shouldFailWhereNobodyListens() throws Exception {
        ProviderSimulator gone = ProviderSimulator.start(SimulatorSettings.defaults());
        String url = gone.baseUrl().toString();
        gone.close();
        try (AnthropicAdapter adapter = new AnthropicAdapter(url, KEY, true)) {
            Outcome outcome = adapter.run(request("hello", Duration.ofSeconds(60)), recorder());

            assertThat(failure(outcome).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        }
    }

    @Test
    void shouldCloseTheCallOfAnInterruptedRun() throws Exception {
        for (String text : List.of("[[sim:hang]]", "[[sim:latency=60s]]")) {
            AtomicReference<Outcome> outcome = new AtomicReference<>();
            CountDownLatch over = new CountDownLatch(1);
            Thread run = Thread.startVirtualThread(() -> {
                try (AnthropicAdapter adapter = adapter()) {
                    outcome.set(adapter.run(request(text, Duration.ofMinutes(1)), recorder()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    over.countDown();
                }
            });
            // The first call of a JVM loads a good part of the vendor's client.
            Await.until("the call", Duration.ofSeconds(30), () -> running() == 1);

            run.interrupt();

            Await.until("the run's end", Duration.ofSeconds(5), () -> over.getCount() == 0);
            Await.until("the call's end at the provider", Duration.ofSeconds(5), () -> running() == 0);
        }
    }

    @Test
    void shouldNotCallWithoutLeave() throws Exception {
        try (AnthropicAdapter adapter = adapter()) {
            Outcome.Deferred refusal = new Outcome.Deferred("accounting_unavailable", Duration.ofSeconds(1));

            Outcome outcome = adapter.run(
                    request("hello", Duration.ofSeconds(5)), (name, model) -> new CallRecorder.Start.No(refusal));

            assertThat(outcome).isEqualTo(refusal);
            assertThat(calls()).isEmpty();
        }
    }

    @Test
    void shouldCarryManyCallsAtOnce() throws Exception {
        provider.behave(new Behaviour(Latency.NONE, List.of()));
        try (AnthropicAdapter adapter = adapter()) {
            List<Thread> runs = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                runs.add(Thread.startVirtualThread(() -> {
                    try {
                        adapter.run(
                                request("[[sim:latency=60s]]", Duration.ofMinutes(2)),
                                (name, model) -> new CallRecorder.Start.Go(end -> Usage.getDefaultInstance()));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            Await.until("all calls at once", Duration.ofSeconds(60), () -> running() == 200);
            for (Thread run : runs) {
                run.interrupt();
            }
            for (Thread run : runs) {
                run.join();
            }
        }
    }

    private Outcome run(String text) throws InterruptedException {
        try (AnthropicAdapter adapter = adapter()) {
            return adapter.run(request(text, Duration.ofSeconds(60)), recorder());
        }
    }

    private static AnthropicAdapter adapter() {
        return new AnthropicAdapter(provider.baseUrl().toString(), KEY, true);
    }

    private RunRequest request(String text, Duration timeout) {
        return new RunRequest("acme", task, 3, "copywriter", "claude-sonnet-5-5", "You write.", text, 1_000, timeout);
    }

    private CallRecorder recorder() {
        return (name, model) -> new CallRecorder.Start.Go(end -> {
            ends.add(end);
            return Usage.newBuilder()
                    .setInputTokens(end.inputTokens())
                    .setOutputTokens(end.outputTokens())
                    .build();
        });
    }

    private static Outcome.Failure failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failure.class);
        return (Outcome.Failure) outcome;
    }

    private CallRecord billed() {
        return calls().getLast();
    }

    private List<CallRecord> calls() {
        return provider.journal().all().stream()
                .filter(call -> call.task().equals(task))
                .toList();
    }

    private long running() {
        return calls().stream().filter(call -> call.outcome().equals("running")).count();
    }
}
