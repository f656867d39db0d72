package dev.penstock.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.WrittenLog;
import dev.penstock.workers.adapter.CallEnd;
import dev.penstock.workers.adapter.CallRecorder;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.pricing.Price;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.role.RoleProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlmCallRecorderTest {
    private static final String MODEL = "claude-sonnet-5-5";
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final PriceTable prices = PriceTable.load();
    private final Price price = prices.of("anthropic", MODEL, NOW).orElseThrow().price();
    private final RoleProfile profile = RoleCatalogue.load(prices, null).of("copywriter");
    private final Attempt attempt = new Attempts("w-1", System::nanoTime)
            .claim(Dispatches.of("acme", "copywriter", "a").build())
            .orElseThrow();

    @Test
    void shouldReserveThePriceOfTheEstimateBeforeTheCall() throws Exception {
        WrittenLog log = WrittenLog.immediate();

        assertThat(recorder(log).started("anthropic", MODEL)).isInstanceOf(CallRecorder.Start.Go.class);

        LlmCall started = log.calls().getFirst();
        long inputTokens = profile.estimateInput(attempt.dispatch().getInput().length());
        assertThat(started.getStarted().getReservedMicros())
                .isEqualTo(price.cost(inputTokens, 0, profile.estimatedOutputTokens()));
        assertThat(started.getStartedAtMillis()).isEqualTo(NOW.toEpochMilli());
        assertThat(started.getWorkerId()).isEqualTo("w-1");
        assertThat(started.getTaskId()).isEqualTo(attempt.dispatch().getTaskId());
    }

    @Test
    void shouldReserveForWhatParentsResultsAdd() throws Exception {
        WrittenLog log = WrittenLog.immediate();
        LlmCallRecorder recorder = recorder(log);
        recorder.reads(30_000);

        assertThat(recorder.started("anthropic", MODEL)).isInstanceOf(CallRecorder.Start.Go.class);

        assertThat(log.calls().getFirst().getStarted().getReservedMicros())
                .isEqualTo(price.cost(profile.estimateInput(30_000), 0, profile.estimatedOutputTokens()));
    }

    @Test
    void shouldNotLetACallBeMadeThatIsNotOnRecord() {
        WrittenLog log = WrittenLog.byHand();
        CompletableFuture<CallRecorder.Start> answer = startAside(log);
        Await.until("the write", Duration.ofSeconds(5), () -> log.calls().size() == 1);
        assertThat(answer).isNotDone();

        log.complete();

        assertThat(answer.join()).isInstanceOf(CallRecorder.Start.Go.class);
    }

    @Test
    void shouldDeferWhileCallsCannotBeRecorded() {
        WrittenLog log = WrittenLog.byHand();
        CompletableFuture<CallRecorder.Start> answer = startAside(log);
        Await.until("the write", Duration.ofSeconds(5), () -> log.fail(new TimeoutException("no broker")));

        assertThat(answer.join()).isInstanceOfSatisfying(CallRecorder.Start.No.class, no -> assertThat(no.outcome())
                .isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.reason())
                        .isEqualTo("accounting_unavailable")));
        assertThat(log.calls().getLast().getFinished().getStatus())
                .as("should the start be there after all, its reservation is lifted")
                .isEqualTo("stopped");
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 10", "10, 0, -1", "9223372036854775807, 0, 1", "10, 0, 100000001", "10, 11, 1", "10, -1, 1"})
    void shouldNotBelieveUsageThatCannotBe(long inputTokens, long cachedTokens, long outputTokens) throws Exception {
        WrittenLog log = WrittenLog.immediate();
        LlmCallRecorder recorder = recorder(log);
        CallRecorder.Call call = go(recorder);

        Usage usage =
                call.finished(new CallEnd(CallEnd.OK, new Tokens(inputTokens, cachedTokens, outputTokens), 1, 200, ""));

        long reserved = log.calls().getFirst().getStarted().getReservedMicros();
        assertThat(usage).isEqualTo(Usage.newBuilder().setCostMicros(reserved).build());
        assertThat(log.calls().getLast().getFinished().getStatus()).isEqualTo("invalid_usage");
        assertThat(log.calls().getLast().getFinished().getUsage()).isEqualTo(usage);
    }

    @Test
    void shouldSayWithWhichPricesItReckoned() throws Exception {
        WrittenLog log = WrittenLog.immediate();

        Usage usage = go(recorder(log)).finished(new CallEnd(CallEnd.OK, new Tokens(1_000, 400, 10), 1, 200, ""));

        assertThat(log.calls().getLast().getFinished().getPriceVersion()).isEqualTo("2026-11-01");
        assertThat(usage.getCostMicros())
                .as("600 at 2 dollars a million, 400 at 0.20, 10 at 10")
                .isEqualTo(1_200 + 80 + 100);
    }

    @Test
    void shouldNotLetAModelBeCalledThatHasNoPrice() throws Exception {
        WrittenLog log = WrittenLog.immediate();

        assertThat(recorder(log).started("openai", "gpt-unheard-of"))
                .isInstanceOfSatisfying(CallRecorder.Start.No.class, no -> assertThat(no.outcome())
                        .isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
                            assertThat(failure.kind()).isEqualTo(FailureKind.UNPRICED_MODEL);
                            assertThat(failure.message())
                                    .contains("openai/gpt-unheard-of")
                                    .contains("penstock.workers.prices-file");
                        }));
        assertThat(log.calls()).isEmpty();
    }

    @Test
    void shouldRecordTheEndThoughItsThreadIsInterrupted() throws Exception {
        WrittenLog log = WrittenLog.immediate();
        LlmCallRecorder recorder = recorder(log);
        CallRecorder.Call call = go(recorder);
        attempt.enter();
        attempt.stop(StopReason.ENDED_BY_ENGINE);

        call.finished(new CallEnd("connection_failed", new Tokens(12, 3), 1, 0, "closed by interrupt"));

        assertThat(Thread.interrupted()).as("it is still interrupted").isTrue();
        assertThat(log.calls().getLast().getFinished().getStatus()).isEqualTo("stopped");
        assertThat(log.calls().getLast().getFinished().getUsage().getInputTokens())
                .isEqualTo(12);
    }

    @Test
    void shouldWriteAnEndAgainThatFailed() throws Exception {
        WrittenLog log = WrittenLog.byHand();
        LlmCallRecorder recorder = recorder(log);
        CompletableFuture<CallRecorder.Start> answer = CompletableFuture.supplyAsync(() -> started(recorder));
        Await.until("the start", Duration.ofSeconds(5), log::complete);
        ((CallRecorder.Start.Go) answer.join()).call().finished(new CallEnd(CallEnd.OK, new Tokens(1, 1), 1, 200, ""));
        log.fail(new TimeoutException("no broker"));

        Thread settling = Thread.startVirtualThread(() -> {
            try {
                recorder.settle();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Await.until("the second write", Duration.ofSeconds(5), log::complete);
        settling.join();
        assertThat(log.calls().stream().filter(LlmCall::hasFinished)).hasSize(2);
    }

    private CompletableFuture<CallRecorder.Start> startAside(WrittenLog log) {
        LlmCallRecorder recorder = recorder(log);
        return CompletableFuture.supplyAsync(() -> started(recorder));
    }

    private static CallRecorder.Start started(CallRecorder recorder) {
        try {
            return recorder.started("anthropic", MODEL);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CallRecorder.Call go(CallRecorder recorder) {
        return ((CallRecorder.Start.Go) started(recorder)).call();
    }

    private LlmCallRecorder recorder(WrittenLog log) {
        return new LlmCallRecorder(attempt, "w-1", profile, prices, log.outbox(), InstantSource.fixed(NOW));
    }
}
