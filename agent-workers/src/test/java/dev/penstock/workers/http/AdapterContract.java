package dev.penstock.workers.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.simulator.Behaviour;
import dev.penstock.simulator.CallRecord;
import dev.penstock.simulator.Fault;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.RateLimit;
import dev.penstock.simulator.SimulatorSettings;
import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallOrigin;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.adapter.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter of a provider does, over its real client and HTTP, against a server that speaks the provider's protocol. */
public abstract class AdapterContract {
    protected static final String KEY = "key-for-tests";

    protected static ProviderSimulator provider;

    protected final List<String> pieces = new ArrayList<>();
    protected final Answer answer = new Answer(pieces::add);
    private final String task = UUID.randomUUID().toString();
    private final RuntimeAdapter adapter;

    protected AdapterContract() {
        adapter = adapter(provider, KEY, true);
    }

    @BeforeAll
    static void startProvider() throws Exception {
        provider = ProviderSimulator.start(SimulatorSettings.defaults().withLatency(Latency.NONE));
    }

    @AfterAll
    static void stopProvider() {
        provider.close();
    }

    @AfterEach
    void close() {
        adapter.close();
        provider.behave(new Behaviour(Latency.NONE, List.of()));
    }

    protected abstract RuntimeAdapter adapter(ProviderSimulator at, String key, boolean traceHeaders);

    protected abstract String model();

    @Test
    void shouldCollectTheStreamedTextAndItsUsage() throws Exception {
        CallResult result = run("Write a headline for a bakery that delivers by bicycle");

        assertThat(result).isEqualTo(new CallResult.Answered());
        assertThat(answer.text()).isNotBlank().isEqualTo(String.join("", pieces));
        assertThat(pieces).hasSizeGreaterThan(0);
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

        try (RuntimeAdapter silent = adapter(provider, KEY, false)) {
            silent.call(request("hello"), answer);
        }
        assertThat(provider.journal().all().getLast().tenant()).isEmpty();
        assertThat(provider.journal().all().getLast().task()).isEmpty();
    }

    @Test
    void shouldCallWithATenantsOwnKey() throws Exception {
        adapter.call(request("hello", "sk-tenants-own-9876", Duration.ofSeconds(60)), answer);
        assertThat(billed().key()).isEqualTo("9876");

        adapter.call(request("hello"), answer);
        assertThat(billed().key()).isEqualTo("ests");
    }

    @Test
    void shouldNeverCallTwiceThoughTheConnectionIsCutBeforeAnAnswer() throws Exception {
        run("hello, so that a connection is kept");

        CallResult.Failed failure = failure(run("[[sim:drop times=1]] hello"));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        assertThat(calls()).extracting(CallRecord::outcome).containsExactly("ok", "dropped");
    }

    @Test
    void shouldPassOnHowLongTheProviderAsksToWait() throws Exception {
        assertThat(failure(run("[[sim:429 retry-after=7]]")).retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure(run("[[sim:429]]")).retryAfter()).isZero();
    }

    @Test
    void shouldCountWhatCameOfAnAnswerThatBrokeOff() throws Exception {
        failure(run("Write at length about bread [[sim:truncate]]"));

        assertThat(answer.tokens().input()).as("what it read is billed").isPositive();
        assertThat(answer.tokens().output()).isPositive().isLessThanOrEqualTo(billed().outputTokens() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[sim:hang]]", "[[sim:latency=30s]]", "[[sim:stall]]"})
    void shouldGiveUpWhenTimeIsUp(String text) throws Exception {
        run("hello, so that the client is warm");
        long begun = System.nanoTime();

        CallResult result = adapter.call(request(text, "", Duration.ofMillis(500)), new Answer(piece -> {}));

        assertThat(failure(result).kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        awaitNoneRunning();
    }

    @Test
    void shouldFailWhereNobodyListens() throws Exception {
        ProviderSimulator gone = ProviderSimulator.start(SimulatorSettings.defaults());
        gone.close();
        try (RuntimeAdapter lost = adapter(gone, KEY, true)) {
            assertThat(failure(lost.call(request("hello"), answer)).kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        }
    }

    /** While the answer's head is waited for, and within its body. */
    @ParameterizedTest
    @ValueSource(strings = {"[[sim:hang]]", "[[sim:stall]]", "[[sim:latency=60s]]"})
    void shouldCloseTheCallOfAnInterruptedRunWithinTwoSeconds(String text) throws Exception {
        run("hello, so that the client is warm");
        CountDownLatch stopped = new CountDownLatch(1);
        Thread run = Thread.startVirtualThread(() -> {
            try {
                adapter.call(request(text), new Answer(piece -> {}));
            } catch (InterruptedException e) {
                stopped.countDown();
            }
        });
        Await.until("the call", Duration.ofSeconds(30), () -> running() == 1);

        run.interrupt();

        Await.until("the call's end at the provider", Duration.ofSeconds(2), () -> running() == 0);
        Await.until("the run's end", Duration.ofSeconds(2), () -> stopped.getCount() == 0);
        assertThat(billed().outcome()).isEqualTo("client_gone");
    }

    @Test
    void shouldCarryManyCallsAtOnce() throws Exception {
        List<Thread> runs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            runs.add(Thread.startVirtualThread(() -> {
                try {
                    adapter.call(request("[[sim:latency=60s]]"), new Answer(piece -> {}));
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
        awaitNoneRunning();
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless", "flood"})
    void shouldNotReadAnAnswerWithoutEnd(String fault) throws Exception {
        CallResult.Failed failure = failure(run("[[sim:" + fault + "]]"));

        assertThat(failure.kind())
                .isEqualTo(
                        fault.equals(Fault.FLOOD.word()) ? FailureKind.OUTPUT_TOO_LARGE : FailureKind.INVALID_RESPONSE);
        awaitNoneRunning();
    }

    @Test
    void shouldSayWhenTheModelSpentAllOnThinking() throws Exception {
        CallResult.Failed failure = failure(run("[[sim:silence]]"));

        assertThat(failure.kind()).isEqualTo(FailureKind.OUTPUT_TOO_LARGE);
        assertThat(answer.tokens().output()).isEqualTo(1_000);
    }

    /** A good answer is kept; what it cost is for the recorder to say. */
    @ParameterizedTest
    @ValueSource(strings = {"usage-missing", "usage-nan"})
    void shouldKeepAnAnswerThatDoesNotSayWhatItUsed(String fault) throws Exception {
        assertThat(run("[[sim:" + fault + "]] hello")).isEqualTo(new CallResult.Answered());
        assertThat(answer.tokens()).isEqualTo(Tokens.UNKNOWN);
        assertThat(answer.text()).isNotBlank();
    }

    protected void limit(RateLimit limit) {
        provider.behave(new Behaviour(Latency.NONE, List.of(), List.of(limit)));
    }

    protected CallResult run(String text) throws InterruptedException {
        return adapter.call(request(text), answer);
    }

    protected CallRequest request(String text) {
        return request(text, "", Duration.ofSeconds(60));
    }

    protected CallRequest request(String text, String apiKey, Duration timeout) {
        return request(model(), text, apiKey, timeout);
    }

    protected CallRequest request(String model, String text, String apiKey, Duration timeout) {
        return new CallRequest(
                new CallOrigin("acme", task, 3, "copywriter"),
                model,
                apiKey,
                "You write.",
                List.of(Turn.user("Hello?"), Turn.model("Yes?"), Turn.user(text)),
                1_000,
                timeout);
    }

    protected static CallResult.Failed failure(CallResult result) {
        assertThat(result).isInstanceOf(CallResult.Failed.class);
        return (CallResult.Failed) result;
    }

    protected CallRecord billed() {
        return calls().getLast();
    }

    private void awaitNoneRunning() {
        Await.until("the calls' end at the provider", Duration.ofSeconds(5), () -> running() == 0);
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
