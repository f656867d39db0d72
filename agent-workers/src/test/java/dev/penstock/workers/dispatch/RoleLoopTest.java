package dev.penstock.workers.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.ParentTask;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.schemas.v1.Usage;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.WrittenLog;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import dev.penstock.workers.attempt.AttemptRunner;
import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.execution.Execution;
import dev.penstock.workers.execution.Run;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.log.DeadLetters;
import dev.penstock.workers.log.Outbox;
import dev.penstock.workers.parents.TaskInputs;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.stream.OutputStreams;
import dev.penstock.workers.stream.Streamed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoleLoopTest {
    private static final String ROLE = "copywriter";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Gated runtime = new Gated();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private WrittenLog log = WrittenLog.immediate();
    private final Map<UUID, String> results = new ConcurrentHashMap<>();
    private final List<RoleLoop> loops = new CopyOnWriteArrayList<>();

    /** A runtime whose runs wait until they are let go. */
    private static final class Gated implements Execution {
        final List<Run> begun = new CopyOnWriteArrayList<>();
        final Semaphore gate = new Semaphore(0);
        volatile Function<Run, Outcome> answer = request -> new Outcome.Success("done", Usage.getDefaultInstance());

        @Override
        public Outcome run(Run request) throws InterruptedException {
            begun.add(request);
            gate.acquire();
            return answer.apply(request);
        }
    }

    @AfterEach
    void stop() {
        runtime.gate.release(10_000);
        loops.forEach(RoleLoop::close);
    }

    @Test
    void shouldStartThenRunThenFinish() {
        MemorySource source = start(4);
        source.put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("the run", LIMIT, () -> runtime.begun.size() == 1);
        assertThat(log.kinds()).containsExactly(Command.KindCase.START);
        Await.until("its settlement", LIMIT, () -> source.accepted().size() == 1);

        runtime.gate.release();
        Await.until("its end", LIMIT, () -> log.kinds().contains(Command.KindCase.FINISH));
        assertThat(log.commands().getLast().getFinish().getSuccess().getOutput())
                .isEqualTo("done");
    }

    @Test
    void shouldNotRunBeforeTheStartIsDurable() {
        log = WrittenLog.byHand();
        MemorySource source = start(4);
        source.put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("the start", LIMIT, () -> log.kinds().size() == 1);
        assertThat(runtime.begun).isEmpty();
        assertThat(source.accepted()).isEmpty();

        log.complete();
        Await.until("the run", LIMIT, () -> runtime.begun.size() == 1);
    }

    @Test
    void shouldHandBackWhatCannotBeStartedAndTakeItAgain() {
        log = WrittenLog.byHand();
        MemorySource source = start(4);
        source.put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("the start", LIMIT, () -> log.fail(new TimeoutException("no broker")));
        Await.until("another start", LIMIT, () -> log.kinds().size() == 2);
        assertThat(runtime.begun).isEmpty();
        log.complete();

        Await.until("the run", LIMIT, () -> runtime.begun.size() == 1);
        assertThat(ended("released")).isEqualTo(1);
    }

    @Test
    void shouldTakeUrgentBeforeNormalBeforeBatch() {
        MemorySource source = new MemorySource(3);
        source.put(dispatch("a", Tier.TIER_BATCH));
        source.put(dispatch("b", Tier.TIER_NORMAL));
        source.put(dispatch("c", Tier.TIER_URGENT));
        start(12, source);

        Await.until("all starts", LIMIT, () -> log.kinds().size() == 3);
        assertThat(log.commands())
                .extracting(command -> command.getStart().getTaskId())
                .containsExactly(
                        dispatch("c", Tier.TIER_URGENT).getTaskId(),
                        dispatch("b", Tier.TIER_NORMAL).getTaskId(),
                        dispatch("a", Tier.TIER_BATCH).getTaskId());
    }

    @Test
    void shouldRunNoMoreAtOnceThanItHasSlots() {
        MemorySource source = start(3);
        for (int i = 0; i < 10; i++) {
            source.put(dispatch("task-" + i, Tier.TIER_NORMAL));
        }

        Await.until("all slots taken", LIMIT, () -> runtime.begun.size() == 3);
        assertThat(source.waiting()).isEqualTo(7);

        runtime.gate.release(4);
        Await.until("four more", LIMIT, () -> runtime.begun.size() == 7);
        assertThat(source.largestPoll()).isEqualTo(1);
    }

    @Test
    void shouldNotStarveBatchUnderASteadyLoadOfUrgentTasksNorUrgentUnderBatch() {
        SlotPool slots = new SlotPool(4);
        MemorySource urgent = new MemorySource(1);
        MemorySource others = new MemorySource(1);
        for (int i = 0; i < 60; i++) {
            urgent.put(dispatch("urgent-" + i, Tier.TIER_URGENT));
            others.put(dispatch("batch-" + i, Tier.TIER_BATCH));
        }
        start(slots, Ceiling.MAX, Map.of(SlotPool.Line.URGENT, urgent, SlotPool.Line.OTHERS, others));
        awaitBothLines(slots);
        int first = runtime.begun.size();

        for (int i = 1; i <= 40; i++) {
            int sofar = first + i;
            runtime.gate.release();
            Await.until("the next run", LIMIT, () -> runtime.begun.size() == sofar);
            awaitBothLines(slots);
        }

        assertThat(runtime.begun.subList(first, first + 40))
                .filteredOn(run -> run.dispatch().getTier() == Tier.TIER_BATCH)
                .hasSize(10);
    }

    @Test
    void shouldKeepASlotForUrgentTasksWhileOthersFillTheRest() {
        SlotPool slots = new SlotPool(4);
        MemorySource urgent = new MemorySource(1);
        MemorySource others = new MemorySource(1);
        for (int i = 0; i < 10; i++) {
            others.put(dispatch("batch-" + i, Tier.TIER_BATCH));
        }
        start(slots, Ceiling.MAX, Map.of(SlotPool.Line.URGENT, urgent));
        Await.until("the urgent line's slot", LIMIT, () -> slots.free() == 3);
        start(slots, Ceiling.MAX, Map.of(SlotPool.Line.OTHERS, others));
        Await.until(
                "all other slots taken",
                LIMIT,
                () -> runtime.begun.size() == 3 && slots.isWaiting(SlotPool.Line.OTHERS));

        urgent.put(dispatch("urgent", Tier.TIER_URGENT));

        Await.until("the urgent run", LIMIT, () -> runtime.begun.size() == 4);
        assertThat(runtime.begun.getLast().dispatch().getTier()).isEqualTo(Tier.TIER_URGENT);
    }

    @Test
    void shouldTakeNothingMoreWhileTheProcessRunsAsMuchAsItMay() {
        MemorySource source = new MemorySource(1);
        for (int i = 0; i < 10; i++) {
            source.put(dispatch("task-" + i, Tier.TIER_NORMAL));
        }
        start(new SlotPool(8), 3, Map.of(SlotPool.Line.OTHERS, source));

        Await.until("as many as may run", LIMIT, () -> runtime.begun.size() == 3);
        runtime.gate.release();
        Await.until("another", LIMIT, () -> runtime.begun.size() == 4);

        assertThat(source.waiting()).isEqualTo(6);
    }

    @Test
    void shouldAcceptARepeatedDeliveryWithoutRunningItAgain() {
        MemorySource source = start(4);
        Dispatch dispatch = dispatch("a", Tier.TIER_NORMAL);
        source.put(dispatch);
        source.put(dispatch);

        Await.until("both settled", LIMIT, () -> source.accepted().size() == 2);
        // Deliveries are settled before what they started is run.
        Await.until("the run", LIMIT, () -> runtime.begun.size() == 1);
        source.put(dispatch("b", Tier.TIER_NORMAL));
        Await.until("the next run", LIMIT, () -> runtime.begun.size() > 1);
        assertThat(runtime.begun).extracting(run -> run.dispatch().getTaskId()).doesNotHaveDuplicates();
        assertThat(ended("skipped")).isEqualTo(1);
    }

    @Test
    void shouldDeadLetterWhatIsNoDispatchAndGoOn() {
        MemorySource source = start(4);
        String topic = Topics.dispatch(ROLE, Tier.TIER_NORMAL);
        source.put(topic, "not a dispatch".getBytes(StandardCharsets.UTF_8), 1);
        source.put(topic, Dispatch.getDefaultInstance().toByteArray(), 1);
        source.put(
                topic,
                dispatch("x", Tier.TIER_NORMAL).toBuilder()
                        .setRole("other")
                        .build()
                        .toByteArray(),
                1);
        source.put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("the run", LIMIT, () -> runtime.begun.size() == 1);
        assertThat(source.rejected()).hasSize(3);
        assertThat(log.deadLetters()).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.getReason()).isEqualTo("poison_command");
            assertThat(letter.getSource().getTopic()).isEqualTo(topic);
        });
    }

    @Test
    void shouldDeadLetterWhatTheBrokerWouldDropNext() {
        MemorySource source = start(4);
        byte[] value = dispatch("a", Tier.TIER_NORMAL).toByteArray();
        source.put(Topics.dispatch(ROLE, Tier.TIER_NORMAL), value, 5);

        Await.until("its dead letter", LIMIT, () -> source.rejected().size() == 1);
        assertThat(log.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getReason()).isEqualTo("delivery_limit");
            assertThat(letter.getValue().toByteArray()).isEqualTo(value);
        });
        assertThat(runtime.begun).isEmpty();
    }

    @Test
    void shouldTellFailuresWithTheirKindAndDelay() {
        runtime.answer = request -> new Outcome.Failure(
                FailureKind.RATE_LIMITED, "slow\ndown", Duration.ofSeconds(3), Usage.getDefaultInstance());
        runtime.gate.release();
        start(4).put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("its end", LIMIT, () -> log.kinds().contains(Command.KindCase.FINISH));
        assertThat(log.commands().getLast().getFinish().getFailure()).satisfies(failure -> {
            assertThat(failure.getKind()).isEqualTo("rate_limited");
            assertThat(failure.getMessage()).isEqualTo("slow down");
            assertThat(failure.getRetryable()).isTrue();
            assertThat(failure.getRetryAfterMillis()).isEqualTo(3_000);
        });
    }

    @Test
    void shouldTellAFaultOfTheRuntimeAndFreeTheSlot() {
        runtime.answer = request -> {
            throw new IllegalArgumentException("a bug");
        };
        runtime.gate.release(2);
        MemorySource source = start(1);
        source.put(dispatch("a", Tier.TIER_NORMAL));
        source.put(dispatch("b", Tier.TIER_NORMAL));

        Await.until("both ends", LIMIT, () -> finishes() == 2);
        assertThat(log.commands().getLast().getFinish().getFailure().getKind()).isEqualTo("internal_error");
    }

    @Test
    void shouldRefuseAnOutputOverTheLimit() {
        runtime.answer = request -> new Outcome.Success("x".repeat(300_000), Usage.getDefaultInstance());
        runtime.gate.release();
        start(4).put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("its end", LIMIT, () -> finishes() == 1);
        assertThat(log.commands().getLast().getFinish().getFailure().getKind()).isEqualTo("output_too_large");
    }

    @Test
    void shouldDeferWhatTheRuntimeCannotTryNow() {
        runtime.answer = request -> new Outcome.Deferred("cooling", Duration.ofSeconds(9));
        runtime.gate.release();
        start(4).put(dispatch("a", Tier.TIER_NORMAL));

        Await.until("its end", LIMIT, () -> log.kinds().contains(Command.KindCase.DEFER));
        assertThat(log.commands().getLast().getDefer()).satisfies(defer -> {
            assertThat(defer.getReason()).isEqualTo("cooling");
            assertThat(defer.getDelayMillis()).isEqualTo(9_000);
        });
    }

    @Test
    void shouldHandParentsResultsToTheRun() {
        UUID parent = UUID.randomUUID();
        results.put(parent, "Bread is old.");
        start(4).put(dispatch("a", Tier.TIER_NORMAL).toBuilder()
                .addParents(ParentTask.newBuilder().setTaskId(parent.toString()).setName("facts"))
                .build());

        Await.until("the run", LIMIT, () -> runtime.begun.size() == 1);
        assertThat(runtime.begun.getFirst().input())
                .startsWith(dispatch("a", Tier.TIER_NORMAL).getInput())
                .contains("<result of=\"facts\">\nBread is old.\n</result>");
    }

    private static void awaitBothLines(SlotPool slots) {
        Await.until(
                "both lines waiting",
                LIMIT,
                () -> slots.isWaiting(SlotPool.Line.URGENT) && slots.isWaiting(SlotPool.Line.OTHERS));
    }

    private long finishes() {
        return log.kinds().stream()
                .filter(kind -> kind == Command.KindCase.FINISH)
                .count();
    }

    private double ended(String outcome) {
        return meters.counter("penstock.workers.ended", "role", ROLE, "outcome", outcome)
                .count();
    }

    private Dispatch dispatch(String key, Tier tier) {
        return Dispatches.of("acme", ROLE, key).setTier(tier).build();
    }

    private MemorySource start(int slotCount) {
        return start(slotCount, new MemorySource(new SlotPool(slotCount).batch(SlotPool.Line.OTHERS)));
    }

    private MemorySource start(int slotCount, MemorySource from) {
        start(new SlotPool(slotCount), Ceiling.MAX, Map.of(SlotPool.Line.OTHERS, from));
        return from;
    }

    private void start(SlotPool slots, int ceiling, Map<SlotPool.Line, MemorySource> lines) {
        PriceTable prices = PriceTable.load();
        Outbox outbox = log.outbox();
        Attempts attempts = new Attempts("w-1", System::nanoTime);
        CommandLog commands = new CommandLog(outbox, "w-1");
        AttemptRunner runner = new AttemptRunner(
                runtime,
                RoleCatalogue.load(prices, null),
                prices,
                new TaskInputs((tenant, tasks) -> results, System::nanoTime),
                attempts,
                outbox,
                commands,
                OutputStreams.start(Streamed.NONE, outbox, new SimpleMeterRegistry()),
                InstantSource.system());
        BatchStarter starter = new BatchStarter(
                ROLE,
                attempts,
                commands,
                new DeadLetters(outbox, InstantSource.system()),
                runner,
                slots,
                new RoleMeters(meters, ROLE, slots),
                5);
        lines.forEach((line, source) -> {
            RoleLoop loop =
                    new RoleLoop(ROLE, () -> source, slots, line, new Ceiling(ceiling, attempts::count), starter);
            loops.add(loop);
            loop.start();
        });
    }
}
