package dev.penstock.workers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.simulator.Behaviour;
import dev.penstock.simulator.CallRecord;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.SimulatorSettings;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.adapter.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter against a server that speaks the provider's protocol. */
class AnthropicAdapterTest {
    private static final String KEY = "key-for-tests";

    private static ProviderSimulator provider;

    private final List<String> pieces = new ArrayList<>();
    private final Answer answer = new Answer(pieces::add);
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
        CallResult result = run("Write a headline for a bakery that delivers by bicycle");

        assertThat(result).isEqualTo(new CallResult.Answered());
        assertThat(answer.text()).isNotBlank().isEqualTo(String.join("", pieces));
        CallRecord billed = billed();
        assertThat(answer.httpStatus()).isEqualTo(200);
        assertThat(answer.tokens()).isEqualTo(new Tokens(billed.inputTokens(), billed.outputTokens()));
        assertThat(answer.firstTokenMillis()).isPositive();
    }

    @Test
    void shouldSayWhatTheCallIsForOnlyWhereAskedTo() throws Exception {
        run("hello");
        CallRecord traced = billed();
        assertThat(traced.tenant()).isEqualTo("acme");
        assertThat(traced.role()).isEqualTo("copywriter");
        assertThat(traced.attempt()).isEqualTo(3);

        try (AnthropicAdapter silent = new AnthropicAdapter(provider.baseUrl().toString(), KEY, false)) {
            silent.call(request("hello", Duration.ofSeconds(60)), answer);
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
        CallResult.Failed failure = failure(run(text));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.kind().retryable()).isEqualTo(retryable);
        assertThat(failure.retryAfter()).isEqualTo(retryAfter);
        assertThat(answer.httpStatus()).isEqualTo(status);
        assertThat(answer.tokens()).isEqualTo(Tokens.NONE);
    }

    @Test
    void shouldCallOnceAndLeaveRetriesToPenstock() throws Exception {
        run("[[sim:500]]");

        assertThat(calls()).hasSize(1);
    }

    @Test
    void shouldNotRetryAWrongKey() throws Exception {
        try (AnthropicAdapter wrong = new AnthropicAdapter(provider.baseUrl().toString(), "another key", true)) {
            CallResult.Failed failure = failure(wrong.call(request("hello", Duration.ofSeconds(60)), answer));

            assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
            assertThat(failure.kind().retryable()).isFalse();
            assertThat(failure.message()).doesNotContain("another key");
        }
    }

    @Test
    void shouldNotTakeATruncatedAnswerForAWholeOne() throws Exception {
        CallResult.Failed failure = failure(run("Write at length about bread [[sim:truncate]]"));

        assertThat(failure.kind()).isIn(FailureKind.INVALID_RESPONSE, FailureKind.CONNECTION_FAILED);
        assertThat(answer.tokens().input()).as("it is billed").isPositive();
    }

    @Test
    void shouldGiveUpOnAProviderThatDoesNotAnswer() throws Exception {
        try (AnthropicAdapter adapter = adapter()) {
            CallResult result = adapter.call(request("[[sim:hang]]", Duration.ofMillis(500)), answer);

            assertThat(failure(result).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void shouldGiveUpOnAProviderThatIsTooSlow() throws Exception {
        try (AnthropicAdapter adapter = adapter()) {
            CallResult result = adapter.call(request("[[sim:latency=30s]]", Duration.ofMillis(500)), answer);

            assertThat(failure(result).kind()).isEqualTo(FailureKind.TIMEOUT);
        }
    }

    @Test
    void shouldFailWhereNobodyListens() throws Exception {
        ProviderSimulator gone = ProviderSimulator.start(SimulatorSettings.defaults());
        String url = gone.baseUrl().toString();
        gone.close();
        try (AnthropicAdapter adapter = new AnthropicAdapter(url, KEY, true)) {
            CallResult result = adapter.call(request("hello", Duration.ofSeconds(60)), answer);

            assertThat(failure(result).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        }
    }

    @Test
    void shouldCloseTheCallOfAnInterruptedRun() throws Exception {
        for (String text : List.of("[[sim:hang]]", "[[sim:latency=60s]]")) {
            CountDownLatch over = new CountDownLatch(1);
            Thread run = Thread.startVirtualThread(() -> {
                try (AnthropicAdapter adapter = adapter()) {
                    adapter.call(request(text, Duration.ofMinutes(1)), new Answer(piece -> {}));
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
    void shouldCarryManyCallsAtOnce() throws Exception {
        provider.behave(new Behaviour(Latency.NONE, List.of()));
        try (AnthropicAdapter adapter = adapter()) {
            List<Thread> runs = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                runs.add(Thread.startVirtualThread(() ->
                        adapter.call(request("[[sim:latency=60s]]", Duration.ofMinutes(2)), new Answer(piece -> {}))));
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

    private CallResult run(String text) {
        try (AnthropicAdapter adapter = adapter()) {
            return adapter.call(request(text, Duration.ofSeconds(60)), answer);
        }
    }

    private static AnthropicAdapter adapter() {
        return new AnthropicAdapter(provider.baseUrl().toString(), KEY, true);
    }

    private CallRequest request(String text, Duration timeout) {
        return new CallRequest(
                new CallOrigin("acme", task, 3, "copywriter"),
                "claude-sonnet-5-5",
                "",
                "You write.",
                List.of(Turn.user(text)),
                1_000,
                timeout);
    }

    private static CallResult.Failed failure(CallResult result) {
        assertThat(result).isInstanceOf(CallResult.Failed.class);
        return (CallResult.Failed) result;
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
