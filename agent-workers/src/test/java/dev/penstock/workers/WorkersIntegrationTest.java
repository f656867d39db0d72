package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeferAttempt;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.simulator.CallRecord;
import dev.penstock.workers.pricing.PriceTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worker between a real broker and a server that speaks the provider's protocol. */
class WorkersIntegrationTest {
    private WorkerBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new WorkerBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldRunADispatchedTaskAndAccountForIt() throws Exception {
        WorkersApp app = bench.start();
        Dispatch dispatch = bench.send(bench.dispatch("a"));

        List<Command> commands = bench.commands.await("its end", 1, Command::hasFinish);
        assertThat(commands)
                .extracting(Command::getKindCase)
                .containsExactly(Command.KindCase.START, Command.KindCase.FINISH);
        assertThat(commands.getFirst().getStart().getWorkerId()).isEqualTo(app.workerId());
        FinishAttempt finish = commands.getLast().getFinish();
        assertThat(finish.getTaskId()).isEqualTo(dispatch.getTaskId());
        assertThat(finish.getSuccess().getOutput()).isNotBlank();

        List<LlmCall> calls = bench.calls.await("the call's end", 1, LlmCall::hasFinished);
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().getStarted().getReservedMicros()).isPositive();
        assertThat(calls.getLast().getCallId()).isEqualTo(calls.getFirst().getCallId());
        assertThat(calls.getLast().getFinished().getStatus()).isEqualTo("ok");
        assertThat(calls.getLast().getFinished().getUsage()).isEqualTo(finish.getUsage());

        CallRecord billed = bench.provider.journal().all().getFirst();
        assertThat(billed.tenant()).isEqualTo(bench.tenant);
        assertThat(billed.role()).isEqualTo(bench.role);
        assertThat(finish.getUsage())
                .isEqualTo(Usage.newBuilder()
                        .setInputTokens(billed.inputTokens())
                        .setOutputTokens(billed.outputTokens())
                        .setCostMicros(PriceTable.load()
                                .of("anthropic", billed.model(), Instant.now())
                                .orElseThrow()
                                .price()
                                .cost(billed.inputTokens(), 0, billed.outputTokens()))
                        .build());
    }

    @Test
    void shouldWriteInItsTenantsSlot() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a"));

        bench.commands.await("its end", 1, Command::hasFinish);
        bench.calls.await("the call's end", 1, LlmCall::hasFinished);
        int slot = Slots.of(bench.tenant, EmbeddedStack.SLOTS);
        for (var log : List.of(bench.commands, bench.calls)) {
            assertThat(log.records()).allSatisfy(record -> {
                assertThat(record.partition()).isEqualTo(slot);
                assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(bench.tenant);
            });
        }
    }

    @Test
    void shouldTellWhenTheProviderWantsToBeLeftAlone() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a").setInput("[[sim:429 retry-after=2]] a headline"));

        DeferAttempt defer = bench.commands
                .await("its way back", 1, Command::hasDefer)
                .getLast()
                .getDefer();
        assertThat(defer.getReason()).isEqualTo("rate_limited");
        assertThat(defer.getDelayMillis()).as("no sooner than asked for").isBetween(1_500L, 2_400L);
        assertThat(callEnd().getHttpStatus()).isEqualTo(429);
    }

    @Test
    void shouldTellThatTheProviderFailed() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a").setInput("[[sim:500]] a headline"));

        assertThat(finish().getFailure().getKind()).isEqualTo("provider_error");
        assertThat(callEnd().getStatus()).isEqualTo("provider_error");
        assertThat(bench.callsEver()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpOnAProviderThatHangs() throws Exception {
        bench.start(bench.settings().with(SettingNames.WORKER_CALL_TIMEOUT, "1s"));
        bench.send(bench.dispatch("a").setInput("[[sim:hang]] a headline"));

        assertThat(finish().getFailure().getKind()).isEqualTo("timeout");
        assertThat(callEnd().getStatus()).isEqualTo("timeout");
    }

    @Test
    void shouldNotCallAModelWithoutAPrice() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a").setModelOverride("claude-unheard-of"));

        FinishAttempt finish = finish();
        assertThat(finish.getFailure().getKind()).isEqualTo("unpriced_model");
        assertThat(finish.getFailure().getRetryable()).isFalse();
        assertThat(bench.callsEver()).isZero();
        assertThat(bench.calls.now()).isEmpty();
    }

    @Test
    void shouldKeepTheLeaseOfALongRun() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a").setInput("[[sim:latency=4s]] a headline").setLeaseMillis(1_500));

        List<Command> commands = bench.commands.await("its end", 1, Command::hasFinish);
        assertThat(commands.stream().filter(Command::hasRenew)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(commands.getLast().getFinish().hasSuccess()).isTrue();
    }

    @Test
    void shouldHandBackWhatRunsWhenItCloses() throws Exception {
        WorkersApp app = bench.start();
        bench.send(bench.dispatch("a").setInput("[[sim:latency=60s]] a headline"));
        bench.awaitCallAtProvider();

        app.close();

        List<Command> commands = bench.commands.now();
        assertThat(commands)
                .extracting(Command::getKindCase)
                .containsExactly(Command.KindCase.START, Command.KindCase.DEFER);
        assertThat(commands.getLast().getDefer().getReason()).isEqualTo("draining");
        assertThat(bench.calls.now().getLast().getFinished().getStatus()).isEqualTo("stopped");
        Await.until("the call's end at the provider", Duration.ofSeconds(5), () -> bench.callsAtProvider() == 0);
    }

    @Test
    void shouldLetRunsEndBeforeItCloses() throws Exception {
        WorkersApp app = bench.start(bench.settings().with(SettingNames.WORKER_DRAIN, "30s"));
        bench.send(bench.dispatch("a").setInput("[[sim:latency=2s]] a headline"));
        bench.awaitCallAtProvider();

        app.close();

        assertThat(bench.commands.now())
                .extracting(Command::getKindCase)
                .containsExactly(Command.KindCase.START, Command.KindCase.FINISH);
    }

    @Test
    void shouldLeaveWhatItHasNotTakenToOthers() throws Exception {
        WorkersApp first = bench.start(bench.settings().with(SettingNames.WORKER_SLOTS, "1"));
        bench.send(bench.dispatch("a").setInput("[[sim:latency=60s]] a headline"));
        bench.awaitCallAtProvider();
        bench.send(bench.dispatch("b"));
        bench.start();

        Command done =
                bench.commands.await("the other's end", 1, Command::hasFinish).getLast();
        assertThat(done.getFinish().getWorkerId()).isNotEqualTo(first.workerId());
    }

    @Test
    void shouldStopACancelledTaskAtOnce() throws Exception {
        bench.start();
        Dispatch dispatch = bench.send(bench.dispatch("a").setInput("[[sim:hang]] a headline"));
        bench.awaitCallAtProvider();

        bench.signal(dispatch, "another-worker");
        bench.signal(dispatch, "");

        Await.until("the call's end at the provider", Duration.ofSeconds(2), () -> bench.callsAtProvider() == 0);
        List<LlmCall> calls = bench.calls.await("the call's end", 1, LlmCall::hasFinished);
        assertThat(calls.getLast().getFinished().getStatus()).isEqualTo("stopped");
        assertThat(bench.commands.now()).extracting(Command::getKindCase).containsExactly(Command.KindCase.START);
    }

    @Test
    void shouldStopWhatIsToBeCancelledBeforeTheEngineSaysSo() throws Exception {
        bench.start();
        Dispatch dispatch = bench.send(
                bench.dispatch("a").setInput("[[sim:latency=60s]] a headline").setLeaseMillis(3_000));
        bench.awaitCallAtProvider();
        bench.commands.await("a heartbeat, by which the answer has begun", 1, Command::hasRenew);

        // What cannot be read does not end it.
        bench.send(Topics.CANCELS, new byte[] {-1, -1});
        bench.cancel(dispatch);

        Await.until("the call's end at the provider", Duration.ofSeconds(2), () -> bench.callsAtProvider() == 0);
        LlmCall end =
                bench.calls.await("the call's end", 1, LlmCall::hasFinished).getLast();
        assertThat(end.getFinished().getStatus()).isEqualTo("stopped");
        assertThat(finish().getUsage()).isEqualTo(end.getFinished().getUsage());
    }

    @Test
    void shouldTellWhatAStoppedTaskHasCost() throws Exception {
        bench.start();
        Dispatch dispatch = bench.send(
                bench.dispatch("a").setInput("[[sim:latency=60s]] a headline").setLeaseMillis(3_000));
        bench.awaitCallAtProvider();
        bench.commands.await("a heartbeat, by which the answer has begun", 1, Command::hasRenew);

        bench.signal(dispatch, "");

        LlmCall end =
                bench.calls.await("the call's end", 1, LlmCall::hasFinished).getLast();
        assertThat(end.getFinished().getUsage().getCostMicros()).isPositive();
        assertThat(finish().getFailure().getKind()).isEqualTo("stopped");
        assertThat(finish().getUsage()).isEqualTo(end.getFinished().getUsage());
    }

    @Test
    void shouldStopWhatTheEngineRefusesIt() throws Exception {
        WorkersApp app = bench.start();
        Dispatch dispatch = bench.send(bench.dispatch("a").setInput("[[sim:hang]] a headline"));
        bench.awaitCallAtProvider();

        bench.signal(dispatch, app.workerId());

        Await.until("the call's end at the provider", Duration.ofSeconds(2), () -> bench.callsAtProvider() == 0);
    }

    @Test
    void shouldNotRunWhatLapsedBeforeItsStartWasWritten() throws Exception {
        bench.start();
        bench.send(bench.dispatch("a").setStartByMillis(System.currentTimeMillis()));
        bench.send(bench.dispatch("b"));

        Command end =
                bench.commands.await("the other's end", 1, Command::hasFinish).getLast();
        assertThat(end.getFinish().getTaskId()).isEqualTo(bench.dispatch("b").getTaskId());
        assertThat(bench.commands.now().stream().filter(Command::hasStart)).hasSize(2);
        assertThat(bench.callsEver()).isEqualTo(1);
    }

    @Test
    void shouldCallOnceForARecordThatIsDeliveredTwice() throws Exception {
        bench.start();
        Dispatch.Builder dispatch = bench.dispatch("a");
        bench.send(dispatch);
        bench.commands.await("its end", 1, Command::hasFinish);
        bench.send(dispatch);
        bench.send(bench.dispatch("b"));

        bench.commands.await("the next one's end", 2, Command::hasFinish);
        assertThat(bench.callsEver()).isEqualTo(2);
        assertThat(bench.commands.now().stream().filter(Command::hasStart)).hasSize(2);
    }

    @Test
    void shouldDeadLetterPoisonAndGoOn() throws Exception {
        bench.start();
        String topic = Topics.dispatch(bench.role, Tier.TIER_URGENT);
        bench.send(topic, "not a dispatch".getBytes(StandardCharsets.UTF_8));
        bench.send(bench.dispatch("a"));

        bench.commands.await("the next one's end", 1, Command::hasFinish);
        assertThat(bench.deadLetters.await("its dead letter", 1, letter -> true))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getReason()).isEqualTo("poison_command");
                    assertThat(letter.getSource().getTopic()).isEqualTo(topic);
                    assertThat(letter.getValue().toStringUtf8()).isEqualTo("not a dispatch");
                });
    }

    @Test
    void shouldNotRunADispatchOfAnAbortedTransaction() throws Exception {
        bench.start();
        String topic = Topics.dispatch(bench.role, Tier.TIER_NORMAL);
        try (var engine = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", WorkerBench.bootstrap(), "transactional.id", bench.role),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            engine.initTransactions();
            engine.beginTransaction();
            engine.send(new ProducerRecord<>(
                            topic, bench.dispatch("aborted").build().toByteArray()))
                    .get();
            engine.abortTransaction();
            engine.beginTransaction();
            engine.send(new ProducerRecord<>(
                            topic, bench.dispatch("committed").build().toByteArray()))
                    .get();
            engine.commitTransaction();
        }

        bench.commands.await("its end", 1, Command::hasFinish);
        assertThat(bench.commands.now().stream().filter(Command::hasStart))
                .singleElement()
                .satisfies(start -> assertThat(start.getStart().getTaskId())
                        .isEqualTo(bench.dispatch("committed").getTaskId()));
    }

    private FinishAttempt finish() {
        return bench.commands.await("its end", 1, Command::hasFinish).getLast().getFinish();
    }

    private CallFinished callEnd() {
        return bench.calls
                .await("the call's end", 1, LlmCall::hasFinished)
                .getLast()
                .getFinished();
    }
}
